#!/usr/bin/python3
"""Writes the style sheet of the page as a constant of C++, with the digest that the page's policy
names it by.

usage: embed.py STYLE.css OUTPUT.cpp
"""
import base64
import hashlib
import pathlib
import sys

style = "\n" + pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
pathlib.Path(sys.argv[2]).write_text(f'''// Made by embed.py.
#include "report/html/parts.hpp"

namespace whylocked::report {{

std::string_view html_style() {{ return R"css({style})css"; }}
std::string_view html_style_digest() {{ return "{digest}"; }}

}}  // namespace whylocked::report
''', encoding="utf-8")
