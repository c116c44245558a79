// Package board carries a bump from the person who hit it to an adaptation.
//
// A Report is what one person wrote, or that they hit the same. A Bump is the card that reports of one kind are gathered on:
// the quick-response team judges it, weighs alternatives, decides an Adaptation, which is a task of the plan, and carries it
// out. Notes are the card's history, and nothing of it is ever rewritten. Clock says by when a card wants its first answer and
// its change, in the clinic's working hours. Gate holds the ramps of a feature while a blocker about it is open.
// Promises are the bumps that the vendor promised to mend with a release.
//
// Service has one method an act; Store says what the package needs kept.
package board
