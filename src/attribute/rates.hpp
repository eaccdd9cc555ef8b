// Whether a rate changed at a known moment, by a Bayes factor in closed form.
//
// In:  counts and lengths of time before and after.  Out: log10 of how much likelier two rates are
// than one rate all along.
// With Gamma(a, b) priors on the rates that is m(n1,T1) m(n2,T2) / m(n1+n2, T1+T2), where
// m(n,T) = Gamma(a+n)/Gamma(a) b^a / (b+T)^(a+n): good for few events, too. a = 1/2 and b = a T / n
// make it free of units. The direction of the change is for the caller to ask.
// REQUIRES: n1 + n2 > 0, both times > 0. Counts may be fractions (of bursts).
// Threads: pure.  Failure: none.
#pragma once

namespace whylocked::old {

double log10_rate_change(double n1, double t1, double n2, double t2);

}  // namespace whylocked::old
