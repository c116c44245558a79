package page

import (
	"net/url"

	"soundings/cohorts/contact"
)

// Address returns a path with parameters, given in pairs of name and value. One without a value is left out.
func Address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Add(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// HelpPath is where patients read what helps them.
const HelpPath = "/help"

// ReadPath is what the links begin with behind which departments read workflows.
const ReadPath = "/w/"

// CharterHref returns the address of a line of the charter.
func CharterHref(id string) string { return "/charter/" + id }

// ReleaseHref returns where it is told what came of a release of the vendor's.
func ReleaseHref(id string) string { return "/vendor/releases/" + id }

// SeatHref returns the address of the form of a seat on the team.
func SeatHref(seat string) string { return "/team/seats/" + seat }

// FeatureHref returns the address of a feature.
func FeatureHref(key string) string { return "/features/" + key }

// HelpHref returns where the team writes the help of a feature; key empty: that about getting in.
func HelpHref(key string) string {
	if key == "" {
		return "/getting-in"
	}
	return FeatureHref(key) + "/help"
}

// WorkflowHref returns the address of a workflow.
func WorkflowHref(id string) string { return "/workflows/" + id }

// RolloutHref returns the address of a feature's rollout to a cohort.
func RolloutHref(feature, cohort string) string { return FeatureHref(feature) + "/rollouts/" + cohort }

// ParticipantHref returns the address of a participant.
func ParticipantHref(ref string) string { return "/participants/" + url.PathEscape(ref) }

// OutboxHref leads to the messages about one participant.
func OutboxHref(ref string) string { return "/outbox?ref=" + url.QueryEscape(ref) }

// AskedHref returns the address of what people were asked: a beta, a survey or a poll; or told: an announcement.
func AskedHref(kind contact.Kind, id string) string {
	switch kind {
	case contact.ForConsent:
		return "/cohorts/" + id
	case contact.ForPoll:
		return PollHref(id)
	case contact.ForAnnouncement:
		return "/announcements/" + id
	}
	return "/surveys/" + id
}

// PreviewHref returns where the team sees what people are asked as somebody would; ref empty: as anybody.
func PreviewHref(kind contact.Kind, id, ref string) string {
	return Address(AskedHref(kind, id)+"/preview", "ref", ref)
}

// StartHref returns the address of the page on which a protocol begins.
func StartHref(kind contact.Kind, id string, steps []contact.Step) string {
	return "/outbox/start?" + url.Values{"about": {string(kind)}, "of": {id}, "steps": {StepsValue(steps)}}.Encode()
}

// EnterHref is where staff enter what somebody answered, who came by a mode: "paper" or "phone".
func EnterHref(survey, ref, mode string) string {
	return "/surveys/" + survey + "/enter/" + url.PathEscape(ref) + "?" + url.Values{"mode": {mode}}.Encode()
}

// PlanHref returns the address of a plan.
func PlanHref(id string) string { return "/plan/" + id }

// PollHref returns the address of a poll.
func PollHref(id string) string { return "/polls/" + id }

// TellHref returns the address of telling people of a feature that a plan has late.
func TellHref(plan, feature string) string { return PlanHref(plan) + "/tell/" + feature }

// ToldHref returns the address of noting that people were told of it by hand.
func ToldHref(plan, feature string) string { return PlanHref(plan) + "/told/" + feature }

// SayingsHref returns the address of what people wrote in answer to a question of a survey; of the survey's results where that is
// not known.
func SayingsHref(survey, question string) string {
	if question == "" {
		return "/surveys/" + survey + "/results"
	}
	return "/surveys/" + survey + "/texts/" + url.PathEscape(question)
}

// BumpHref returns the address of a bump.
func BumpHref(id string) string { return "/board/" + id }

// WebhookHref returns the address of a webhook.
func WebhookHref(id string) string { return "/settings/webhooks/" + id }
