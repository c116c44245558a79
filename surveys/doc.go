// Package surveys knows what people are asked and what came back. Survey is pages of questions, whose types stand in package
// kinds; Service makes, publishes and closes surveys, invites people, takes what they answer page by page (Sheet) and keeps
// it as a Response. Tally is what responses add up to, Results what the team sees of it, and Store keeps it all.
package surveys
