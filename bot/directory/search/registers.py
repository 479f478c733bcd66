"""Who stands under a text, by what they write: an organisation, a word of their name."""

from array import array
from bisect import bisect_left, insort


class Register(dict[str, "array[int]"]):
    """By a text, the places on the ring of all who stand under it, in order; never none."""

    def enter(self, text: str, place: int) -> bool:
        """Enter somebody under a text; return whether it is new."""
        places = self.get(text)
        if places is None:
            self[text] = array("Q", (place,))
            return True
        if places[-1] > place:
            insort(places, place)
        else:
            places.append(place)
        return False

    def strike(self, text: str, place: int) -> bool:
        """Strike somebody off from under a text; return whether it is gone with them."""
        places = self[text]
        del places[bisect_left(places, place)]
        if places:
            return False
        del self[text]
        return True
