// Package disclosure decides which figure may be shown to whom, and when, so that nobody's answer can be had from it, by
// subtraction neither. It does nothing but arithmetic.
//
// Live figures are for those who may read single answers. Withhold says which parts of a cut are kept back beside its total,
// Tell which counts are said in words, Summaries which means may stand beside them.
//
// The counts of a total are told one by one, by Tell. Those of the parts of a cut are told in numbers all or none: one hidden
// count follows from the numbers around it. With none told as a number, two parts can exchange answers: somebody of one could
// have given the answer that somebody of another gave, and nothing of the total changes. TellParts tells only what leaves
// every hidden count such a witness, of up to three people on each side so that means and deviations can stay (the median, as
// it is no sum, is not told then); where words leave none, it says nothing of counts at all. Who is in no part that is shown is a
// part of which nothing is known.
//
// Where everybody may choose several values, each is a question by itself, chosen or not, and told by itself (Choice); Held
// says where numbers would give away a word as everybody chose one at least.
//
// In editions that has to last. "Left out, almost none, left out" of 11 people becomes 3, 0, 8 once a later edition tells 3, 11,
// 8, as counts only grow. So the total tells no counts and no mean of a field (Untold) until it can tell every count as a
// number, which then stays so; only the last edition, after which there is none, tells in words what was never told before:
// of the total alone, since whether there are words for the parts, or none that leave them open, would tell too.
// Where answers are taken out, so that a count is near nobody or everybody again, the field is silent from then on
// (Withdrawn): by how much a number went down may be known.
//
// The total gives away what a batch of one part added: numbers of that part would then say what it was before. So parts that
// could not be told in numbers beside the total stay silent (Silence, as words would say more each time), until so much has come
// to each since one of them hid that this could be told by itself (Grown): then what they were can be exchanged with it. If
// several cuts have parts, that is not enough, as two parts may differ by those who came first alone: then parts tell numbers
// from the first edition on or never. A part that was not
// there before, or whose numbers were told until now, the total would give away if nobody else came with it, or if all who came
// said the same: then the total tells nothing either (Withdrawn), until all parts change at once.
//
// Numbers of which no counts are told are summed up: scores, beside which items are told as numbers or not at all (Scored),
// and numbers without choices. What a batch comes to waits until it leaves open what each answered (Opens), so that any sum of
// figures does. Of choices the last edition may tell what they come to (Summed), of parts in one cut alone, as those of two
// would meet; Shut says which parts hide each other. Spread says when scores leave so much open that even knowing all of them
// says nothing of an item: then their deviation is told, of a part if that is so of each batch in it.
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
// moment tells nothing of an answer, but for what is summed up, that a batch which waits on is near an end.
package disclosure
