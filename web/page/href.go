package page

import (
	"net/url"
)

// CharterHref returns the address of a line of the charter.
func CharterHref(id string) string { return "/charter/" + id }

// FeatureHref returns the address of a feature.
func FeatureHref(key string) string { return "/features/" + key }

// RolloutHref returns the address of a feature's rollout to a cohort.
func RolloutHref(feature, cohort string) string { return FeatureHref(feature) + "/rollouts/" + cohort }

// ParticipantHref returns the address of a participant.
func ParticipantHref(ref string) string { return "/participants/" + url.PathEscape(ref) }

// PlanHref returns the address of a plan.
func PlanHref(id string) string { return "/plan/" + id }

// PollHref returns the address of a poll.
func PollHref(id string) string { return "/polls/" + id }

// TellHref returns the address of telling people of a feature that a plan has late.
func TellHref(plan, feature string) string { return PlanHref(plan) + "/tell/" + feature }
