// Package contact knows how participants are reached.
//
// An Invitation asks one participant, or a proxy for them, one thing: to agree to a beta, to answer a survey or a poll, or
// to choose what to be sent. Links derives from the server's secret the token of the personal link that opens it, so that
// no link has to be kept. AskConsent and AnswerConsent move members along with their invitations, Choices holds the
// channels by which a participant wants to be asked, and Counts says how many invitations are in which state.
//
// Service has one method an act; Store says what the package needs kept.
package contact
