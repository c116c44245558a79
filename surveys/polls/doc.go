// Package polls knows feature polls: who sets which features in order and by which method, their ballots, and the order
// that the ballots come to.
package polls
