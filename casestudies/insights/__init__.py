"""The picture in figures: charts of the schemes that a question finds, each with its table.

`Insights` answers a `Directory` with charts. `facts` holds what they count, once a catalogue;
`narrowed` is the list that a question leaves; each other module makes the charts of one matter.
"""

from casestudies.insights.picture import CHARTS, Insights

__all__ = ["CHARTS", "Insights"]
