"""Where everything stands on each kind of label: one row of measures per form, no drawing."""

from __future__ import annotations

from dataclasses import dataclass

Spot = tuple[float, float, float, float]
"""Left, top, width, height in millimetres, from the label's own corner."""


@dataclass(frozen=True, slots=True)
class Form:
    """
    One size of label or envelope.

    Unit: millimetres; `name_pt` and `number_pt` in points, `module_mm` the narrow bar of Code 39. `linear` and
    `square` are the symbols themselves; ten modules (linear) and two (square) around them are left empty by
    these numbers, and a test measures that.
    """

    name: str
    width_mm: float
    height_mm: float
    name_pt: float
    number_pt: float
    module_mm: float
    mark: Spot
    franking: Spot
    test: Spot
    sender: Spot
    address: Spot
    note: Spot
    linear: Spot
    square: Spot
    references: Spot
    rules: tuple[tuple[float, float, float], ...] = ()
    columns: int = 1
    rows: int = 1
    page_width_mm: float = 0
    page_height_mm: float = 0
    left_mm: float = 0
    top_mm: float = 0
    step_x_mm: float = 0
    step_y_mm: float = 0


# 0.375 mm is three dots of a 203 dpi printer, so the bars of a raster label fall on whole dots.
SINGLE = Form(
    name="single",
    width_mm=107,
    height_mm=150,
    page_width_mm=107,
    page_height_mm=150,
    name_pt=18,
    number_pt=12,
    module_mm=0.375,
    mark=(4, 4, 52, 16),
    franking=(60, 4, 43, 16),
    test=(4, 21.5, 99, 6),
    sender=(4, 29, 99, 9),
    address=(8, 42, 91, 57),
    note=(4, 100, 99, 11),
    linear=(6, 116, 72.75, 15),
    square=(84, 116, 18, 18),
    references=(4, 140, 99, 7),
    rules=((4, 39, 99), (4, 112.5, 99)),
)
C5 = Form(
    name="C5",
    width_mm=229,
    height_mm=162,
    page_width_mm=229,
    page_height_mm=162,
    name_pt=15,
    number_pt=11,
    module_mm=0.375,
    mark=(10, 10, 58, 17),
    franking=(172, 10, 47, 17),
    test=(76, 10, 88, 8),
    sender=(10, 31, 110, 11),
    address=(110, 60, 109, 56),
    note=(10, 60, 88, 14),
    linear=(14, 128, 72.75, 16),
    square=(94, 128, 18, 18),
    references=(122, 138, 97, 8),
)
C4 = Form(
    name="C4",
    width_mm=324,
    height_mm=229,
    page_width_mm=324,
    page_height_mm=229,
    name_pt=18,
    number_pt=12,
    module_mm=0.375,
    mark=(12, 12, 68, 20),
    franking=(257, 12, 55, 20),
    test=(98, 12, 130, 10),
    sender=(12, 37, 140, 12),
    address=(165, 92, 147, 70),
    note=(12, 92, 120, 15),
    linear=(16, 190, 72.75, 18),
    square=(96, 190, 20, 20),
    references=(165, 202, 147, 8),
)
# Eight to an A4 sheet in the common size of 99.1 x 67.7 mm.
SHEET = Form(
    name="A4-8",
    width_mm=99.1,
    height_mm=67.7,
    page_width_mm=210,
    page_height_mm=297,
    columns=2,
    rows=4,
    left_mm=4.65,
    top_mm=13.1,
    step_x_mm=101.6,
    step_y_mm=67.7,
    name_pt=11,
    number_pt=8.5,
    module_mm=0.33,
    mark=(3, 2.6, 36, 9.5),
    franking=(64, 2.6, 32, 9.5),
    test=(3, 13, 93, 3.4),
    sender=(3, 17.3, 93, 4.6),
    address=(5, 24.2, 89, 18),
    note=(3, 42.8, 93, 4.7),
    linear=(5, 50.2, 64.02, 7.4),
    square=(80, 50.2, 11.5, 11.5),
    references=(3, 62.6, 74, 2.9),
    rules=((3, 22.7, 93),),
)
FORMS: dict[str, Form] = {form.name: form for form in (SINGLE, C5, C4, SHEET)}
