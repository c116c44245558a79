// Package disclosure decides which figure may be shown to whom, and when, so that nobody's answer can be had from it, by
// subtraction neither. It does nothing but arithmetic.
//
// Live figures are for those who may read single answers. Withhold says which parts of a cut are kept back beside its total,
// Tell which counts are said in words, Summaries which means may stand beside them.
//
// Editions are for everybody else: viewers, reports, metrics, history. They are safe by how they are made. Everybody is in
// one Class, the parts of all cuts to which they belong, and what a class shows changes by a Batch only, never by less than
// the bound of people. Each part of a cut, and the total, is a sum of classes.
//
// Take all figures that were ever shown of one Unit, and any sum of them with any weights. Within a class it is a sum of
// what was shown at its moments, so that it gives each moment t a number P(t): the weights of all moments before it. Somebody
// who came at moment a and left at b, or is still there at the end, counts in the sum with P(b) − P(a): not at all if these
// are equal. So the people on whom the sum rests are those whose line leads from one side to another where the moments are
// parted by their P; if each way of parting them in two cuts the lines of nobody or of at least the bound, no sum rests on
// fewer people. A batch of people who come is always so: all of them lead from one new moment to the end. Where somebody
// leaves, together asks it, and who cannot leave yet waits for a later batch. Sums of several classes rest on the people of
// each of them, and what Close puts together is told together ever after.
//
// A batch is made when enough people of a class wait, whatever they answered, and only then may a unit show its own: the
// moment tells nothing of an answer.
package disclosure
