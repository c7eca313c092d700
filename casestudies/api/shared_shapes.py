"""What several shapes of answers say alike."""

from casestudies.api.shapes import address, number

HERE = address("Its address in this API.")
PAGE = address("Its page for readers.")
STUDIES = number("How many published case studies have it.")
STUDIES_URL = address("Those case studies, in this API.")
LICENCE = address("The licence of the content.")
