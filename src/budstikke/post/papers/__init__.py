"""
What is printed: labels, notices and reports, from frozen values to bytes, each `.typ` beside its `.py`.

No rule of the terms, no database and no clock lives here: whoever asks for a paper has already decided what
stands on it. May import law, formats, proof, kit and libraries.
"""
