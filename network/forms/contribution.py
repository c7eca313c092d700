"""The four steps of a proposal, in their order."""

from network.forms.contribution_results import CameForm, SourcesForm
from network.forms.contribution_scheme import WhatForm, WhereForm
from network.forms.contribution_step import StepForm

STEPS: tuple[type[StepForm], ...] = (WhatForm, WhereForm, CameForm, SourcesForm)
BY_NAME = {step.step: step for step in STEPS}
