// The stylesheet of the page: one column, system fonts, light and dark, paper and phone.
#include "report/html/parts.hpp"

namespace whylocked::report {

namespace {

// Colours of text have a contrast of 4.5 and more on both grounds (WCAG 2.2, AA);
// tests/program/html.py measures it. No meaning rests on colour alone.
constexpr std::string_view kStyle = R"css(
:root{--ground:#f4f5f6;--card:#fff;--ink:#1b2229;--soft:#56606b;--line:#dadfe4;--link:#0b5cad;
--good:#166a40;--warn:#8a4b00;--bad:#b3261e;--effect:#dfa7a3;--locked:#f6e3e1;--act:#eef5f0}
@media (prefers-color-scheme:dark){:root{--ground:#12161a;--card:#1a2026;--ink:#e6eaee;
--soft:#a3aeb9;--line:#343d47;--link:#86bdf5;--good:#76cf9f;--warn:#e9b25c;--bad:#f58e86;
--effect:#82504d;--locked:#35262a;--act:#1c2a26}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:2rem 1rem 3rem;max-width:54rem;background:var(--ground);
color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .25rem}
h3{font-size:.95rem;margin:1.75rem 0 .5rem}
h2+h3{margin-top:.75rem}
small{font-weight:400;color:var(--soft)}
p{margin:.25rem 0}
a{color:var(--link)}
header p,.soft,footer{color:var(--soft)}
header p:first-of-type{color:var(--ink)}
.soft,.rows,.key,.scale,footer{font-size:.875rem}
.rows{color:var(--soft)}
section,nav,details.case{background:var(--card);border:1px solid var(--line);border-radius:.75rem;
padding:1.25rem 1.5rem 1.5rem;margin:1.25rem 0}
.verdict{font-size:1.35rem;line-height:1.3;font-weight:600;margin:.25rem 0 1rem}
.diagnosed{color:var(--good)}
.attack{color:var(--bad)}
.words::first-letter{text-transform:uppercase}
.keep{white-space:nowrap}
.likely{color:var(--good)}
.tied,.insufficient_evidence{color:var(--warn)}
.conflict{color:var(--bad);font-weight:600}
dl{display:grid;grid-template-columns:6.5rem 1fr;gap:.3rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}
dd{margin:0}
ol,ul{padding-left:1.4rem;margin:.5rem 0}
li{margin:.2rem 0}
.act{background:var(--act);border-left:.25rem solid var(--good);border-radius:.25rem;
padding:.75rem 1rem;margin:1.25rem 0}
.act h3{margin:0 0 .25rem}
.where{font-weight:600}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-size:.8rem;font-weight:600;color:var(--soft);overflow-wrap:normal}
th,td{padding:.35rem .75rem .35rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
tfoot td{border-top:2px solid var(--line)}
.evidence>*>tr>:first-child{width:11rem;white-space:nowrap}
.evidence b{display:inline-block;min-width:3.6rem;font-variant-numeric:tabular-nums;
font-weight:600;text-align:right}
.bar{width:6rem;height:.6rem;margin-left:.6rem;background:var(--ground);border-radius:.15rem}
.for{fill:var(--good)}
.against{fill:var(--bad)}
summary{cursor:pointer;color:var(--link);font-size:.875rem}
.cards{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));
gap:.75rem}
.cards li{border:1px solid var(--line);border-left:.3rem solid currentcolor;border-radius:.4rem;
padding:.6rem .8rem;margin:0}
.cards a{font-weight:600;color:inherit;display:inline-block}
.cards li>span{display:block;color:var(--soft);font-size:.875rem}
details.case>summary{color:var(--ink);font-size:1rem}
details.case>summary h2{display:inline}
details.case>summary small{font-size:.875rem}
.lanes.accounts svg{height:18px}
.accounts li{margin:.25rem 0}
.callers{list-style:none;padding:0}
.decibans td:first-child{width:4.5rem;text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1rem 0;color:var(--soft);font-size:.875rem}
.face{width:9rem;height:9rem}
.face text{font-size:10px;fill:var(--soft);text-anchor:middle}
.face .axis{fill:none;stroke:var(--line)}
.face .failure{fill:none;stroke-width:5}
.gaps{display:block;width:100%;height:60px;background:var(--ground);border-radius:.25rem}
.gaps path{fill:none;stroke-width:3;vector-effect:non-scaling-stroke}
.lanes,.key{list-style:none;padding:0}
.lanes li{margin:.6rem 0}
.lanes p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;font-size:.875rem;
margin:0 0 .15rem}
.lanes svg{display:block;width:100%;height:36px;background:var(--ground);border-radius:.25rem}
.lanes path,.key path{fill:none;stroke-width:3;vector-effect:non-scaling-stroke}
.lanes .axis{stroke:var(--line);stroke-width:1}
.lanes .locked{fill:var(--locked)}
.failure{stroke:var(--bad)}
.effect{stroke:var(--effect)}
.success{stroke:var(--good)}
.change{stroke:var(--link);stroke-dasharray:4 2}
.lanes .lock,.key .lock{stroke:var(--ink);stroke-width:1.5}
.unlock{stroke:var(--soft);stroke-dasharray:2 3}
.scale{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.75rem;
font-variant-numeric:tabular-nums}
.scale span{max-width:6rem}
.scale span+span{text-align:center}
.scale span:last-child{text-align:right}
.key{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;color:var(--soft);margin:.75rem 0 0}
.key li{display:flex;align-items:center;margin:0}
.key svg{width:12px;height:24px;margin-right:.3rem;flex:none}
code{font:.875em ui-monospace,Consolas,"DejaVu Sans Mono",monospace}
.note{font-weight:600}
footer{padding:0 .25rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media (max-width:36rem){
body{padding:1.25rem .5rem 2rem}
header,footer{padding:0 .5rem}
section,nav,details.case{padding:1rem}
h1{font-size:1.5rem}
.verdict{font-size:1.2rem}
dl{display:block}
dd{margin:0 0 .5rem}
.evidence>*>tr>:first-child{width:5.4rem;white-space:normal}
.evidence b{display:block;text-align:left}
.bar{display:block;width:3.6rem;margin:.2rem 0 0}
.scale span:nth-child(even){display:none}}
@media print{
:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#0b5cad;--good:#166a40;
--warn:#8a4b00;--bad:#b3261e;--effect:#dfa7a3;--locked:#f6e3e1;--act:#fff}
html{color-scheme:light;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10pt}
section,nav,details.case{border:0;padding:.5rem 0;break-inside:auto}
h2,h3{break-after:avoid}
tr,.act,.lanes li{break-inside:avoid}
details::details-content{content-visibility:visible;height:auto}}
)css";

// SHA-256 of kStyle; tests/program/html.py verifies it and prints the new one after a change.
constexpr std::string_view kStyleDigest = "llJGXydC4Z67ncl+5+0fbFftbR3KkvDySsE2aC1u2L0=";

}  // namespace

std::string_view html_style() { return kStyle; }
std::string_view html_style_digest() { return kStyleDigest; }

}  // namespace whylocked::report
