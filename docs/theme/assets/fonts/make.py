"""Make stix-two-math.woff2: STIX Two Math, less the characters that no formula here may show.

The font comes from the PyPI package ziamath, which ships it. From the project's folder:

    pip install ziamath==0.13 fonttools brotli
    python docs/theme/assets/fonts/make.py

MkDocs publishes what lies in this folder, except Python files.
"""

from importlib.resources import files
from pathlib import Path

from fontTools import subset

from cnn_docs.publish.markdown.mathml import CHARACTERS

TARGET = Path(__file__).with_name("stix-two-math.woff2")

options = subset.Options(
    flavor="woff2",
    hinting=False,
    # Dotless letters under accents, flat accents. The MATH table, which makes roots and brackets
    # grow, is kept by default. Letters redrawn for indices would double the file.
    layout_features=["dtls", "flac"],
    drop_tables=["DSIG", "GPOS"],
    recalc_timestamp=False,  # same input, same bytes
)
font = subset.load_font(str(files("ziamath.fonts") / "STIXTwoMath-Regular.ttf"), options)
subsetter = subset.Subsetter(options)
subsetter.populate(text="".join(CHARACTERS))
subsetter.subset(font)
subset.save_font(font, str(TARGET), options)
print(f"{TARGET}: {len(font.getGlyphOrder())} glyphs, {TARGET.stat().st_size:,} bytes")
