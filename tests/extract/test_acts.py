"""The speech act by cue, complement, negation and content."""

from typing import TYPE_CHECKING

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import Act

from .conftest import written

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

ROWS = [
    ("The ministry said that two people died.", Act.ASSERT),
    ("The army accused the rebels of shelling the market.", Act.ACCUSE),
    ("The army denied that it shelled the market.", Act.DENY),
    ("The army refuted the allegations.", Act.DENY),
    ("The army admitted that it shelled the market.", Act.ADMIT),
    ("The army did not deny that it shelled the market.", Act.ADMIT),  # a denial negated
    ("The army did not confirm the report.", Act.DECLINE),  # neither assertion nor denial
    ("The army declined to comment on the report.", Act.DECLINE),
    ("The army refused to say how many died.", Act.DECLINE),
    ("The army neither confirmed nor denied the strike.", Act.DECLINE),
    ("The army called the report a lie.", Act.DENY),  # what is called untrue is denied
    ("The claims are groundless, the army said.", Act.DENY),
    ("The army described the footage as provocative and false.", Act.DENY),
    ("The army said that the claims are not false.", Act.ASSERT),
    ("The army announced a ceasefire.", Act.ANNOUNCE),
    ("The mayor warned that the dam could break.", Act.WARN),
    ("The general threatened to destroy the city.", Act.THREATEN),
    ("The general demanded that the rebels leave.", Act.DEMAND),
    ("The general declared that the talks must be preceded by an apology.", Act.DEMAND),  # `must` in what is said
    ("The general set forth a list of conditions.", Act.DEMAND),  # the noun decides
    ("The general said that they must have been aware of it.", Act.ASSERT),  # `must have` only supposes
    ("The mayor called for a ceasefire.", Act.CALL),
    ("The mayor called on the army to stop.", Act.CALL),
    ("The mayor implored the army to stop.", Act.CALL),  # asks to act, gives or asks for nothing
    ("The mayor called the raid a war crime.", Act.CONDEMN),  # a judgement
    ("The mayor said the raid was a grave breach of the law.", Act.CONDEMN),
    ("The mayor said that the raid was not a crime.", Act.ASSERT),
    ("The army confirmed that it had bombed the town.", Act.ADMIT),  # a deed of its own
    ("The army confirmed that the rebels had bombed the town.", Act.ASSERT),
    ("“We made a mistake,” the general said.", Act.ADMIT),  # a fault owned
    ("The general vowed to destroy the city.", Act.THREATEN),  # harm promised
    ("The army claimed that the rebels had shelled the market.", Act.ACCUSE),  # harm told at a distance
    ("The army claimed that it had taken the town.", Act.ASSERT),
    ("The general ordered residents to leave.", Act.ANNOUNCE),
    ("The government submitted a request to the court.", Act.REQUEST),
    ("The mayor condemned the attack.", Act.CONDEMN),
    ("The mayor vowed to rebuild the school.", Act.PROMISE),
    ("A reporter asked whether the bridge was open.", Act.ASK),
    ("“We regret that we hit the school,” the general said.", Act.ADMIT),  # what the quoted words perform
    ("“I call on the people to leave these cities,” the general said.", Act.CALL),
]


@pytest.mark.parametrize(("text", "act"), ROWS)
def test_act(parse: "Parse", text: str, act: Act) -> None:
    article = written(text)
    outer = [s for s in attribute(article, parse_zones(article, parse)) if s.parent is None]
    assert outer[-1].act is act
