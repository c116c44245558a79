// Package polls asks stakeholder groups to set features in order. Poll is what is asked, by a method of package methods;
// Service makes polls, invites voters and keeps their Ballots, one for each VotingRight. Tally is what ballots add up to,
// Results the order that comes of it with how far the groups are apart, and Release what is shown of a secret poll.
package polls
