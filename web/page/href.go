package page

import (
	"net/url"
)

func CharterHref(id string) string { return "/charter/" + id }

func FeatureHref(key string) string { return "/features/" + key }

func RolloutHref(feature, cohort string) string { return FeatureHref(feature) + "/rollouts/" + cohort }

func ParticipantHref(ref string) string { return "/participants/" + url.PathEscape(ref) }

func PlanHref(id string) string { return "/plan/" + id }

func PollHref(id string) string { return "/polls/" + id }

func TellHref(plan, feature string) string { return PlanHref(plan) + "/tell/" + feature }
