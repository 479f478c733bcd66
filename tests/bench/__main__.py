"""`make bench`: every benchmark, or those named: `make bench ARGS="search slack"`; options go to each."""

import sys
from importlib import import_module

BENCHMARKS = ("search", "outbox", "keys", "sessions", "release", "slack", "discord", "process")


def main(arguments: list[str]) -> None:
    named = [argument for argument in arguments if argument in BENCHMARKS]
    options = [argument for argument in arguments if argument not in BENCHMARKS]
    for name in named or BENCHMARKS:
        print(f"\n## {name}\n", flush=True)
        import_module(f"tests.bench.{name}").main(options)


main(sys.argv[1:])
