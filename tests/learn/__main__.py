"""`make learn`: learn anew from config/examples and config/skills.toml what people type who need a skill.

Where the extra `semantic` is installed, what its vectors say is learnt as well; that takes a quarter of an hour.
"""

from adapters.meaning.sentences import NoModel, Sentences, installed_model
from bot.directory.search.examples import Examples
from config.examples import TABLE, TAUGHT, digest, read_examples
from config.vocabulary import load_vocabulary
from tests.learn.learning import learn, texts_of
from tests.learn.vectors import teach

vocabulary = load_vocabulary()
labels = [concept.label for concept in vocabulary]
texts = texts_of(vocabulary, read_examples())
says = learn(texts, len(labels))
TABLE.write_bytes(Examples(labels, says, digest()).write())
print(f"{len(texts):,} texts, {len(says):,} features: {TABLE.name}, {TABLE.stat().st_size / 1e6:.1f} MB", flush=True)
try:
    vectors = Sentences(installed_model()).vectors([each.text for each in texts])
    teach(vectors, texts, labels).write(TAUGHT)
    print(f"{TAUGHT.name}: {TAUGHT.stat().st_size / 1e6:.1f} MB")
except NoModel as reason:
    print(f"NOT LEARNT: {TAUGHT.name}. {reason}")
