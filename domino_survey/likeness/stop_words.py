"""Words that say nothing of what a text is about, in French and in English, without accents."""

from __future__ import annotations

from typing import Final

_FRENCH = """
ai aie aient ainsi alors apres assez au aucun aucune aujourd aupres auquel aura aurait aussi autant
autour autre autres aux auxquelles auxquels avaient avais avait avant avec avez avoir avons ayant beaucoup bien ca car ce ceci
cela celle celles celui cependant certain certaine certaines certains ces cet cette ceux chacun chacune
chaque chez ci combien comme comment contre dans de deja depuis des desormais deux devant deviennent devient dire dit
doit doivent donc dont du durant elle elles en encore enfin entre envers es est et etaient etais etait etant ete
etes etre eu eux evidemment fait faire fais faisons fait faites faut ferait fois font furent fut grace hors
hui ici il ils je jusqu jusque la laquelle le lequel les lesquelles lesquels leur leurs loin lorsqu lorsque lui ma
mais malgre me meme memes mes mieux moi moins mon ne ni nom non nos notre nous on ont or ou oui par parce
parfois parmi pas passe pendant peu peut peuvent plus plusieurs plutot pour pourquoi pourra pourrait pourraient
pourrions pouvoir pouvons pres presque puis puisqu puisque qu quand quant que quel quelle quelles quelqu quelque quelques
quels qui quoi rien sa sans sauf se selon sera serait seront ses seul seule seulement si sien sinon soi soit
sommes son sont sous souvent suis sur surtout ta tandis tant te tel telle telles tellement tels tes toi ton toujours tous
tout toute toutefois toutes tres trois trop tu un une unes uns va vais vas vers veut veulent voici voila voir vont vos
votre vous vu
un quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent mille premier
premiere deuxieme troisieme
"""
_ENGLISH = """
about above after again all almost also always am among an and another any are as at be because been
before being below between both but by can cannot could did do does doing done down during each either else
enough even ever every few for from further get gets had has have having he her here hers him his how
if in into is it its itself just less let like ll made make makes many may me might more most much must my
never no nor not nothing now of off often on once one only onto or other our ours out over own per
perhaps quite rather re same several shall she should since so some still such than that the their theirs
them then there these they this those though through thus to too toward two under until up upon us use used using
ve very was we well were what when where which while who whom whose why will with within without would yes
yet you your yours
three four five six seven eight nine ten twelve fifteen twenty thirty hundred thousand first second third
"""

STOP_WORDS: Final = frozenset(f"{_FRENCH} {_ENGLISH}".split())
