package grafana

import (
	"net/url"
	"strconv"
)

// The ids of the dashboards in Grafana, which are the names of their files.
const (
	UID       = "portal-reports"
	HealthUID = "soundings-health"
)

// reportIDs has the number of every panel of the reports by the panel's key. Links lead to panels by them, so that a key keeps
// its number for good; a new panel takes one that never was.
func reportIDs() map[string]uint32 {
	return map[string]uint32{
		"taking-part": 1, "active-week": 2, "against-week-before": 3, "ease-of-use": 4, "answered": 5, "slips-untold": 6,
		"use": 7, "features-ranked": 8, "funnel": 9, "goals": 10, "slips": 11, "waiting": 12,

		"score-sus": 20, "score-umux-lite": 21, "response": 22, "turnout": 24, "places": 25,

		"features-used": 30, "reached": 32, "rollout-steps": 33, "held": 34,

		"habit": 40, "stickiness": 41, "retention": 42, "consent": 43,

		"plan-quarters": 50, "releases": 51,

		"bumps-open": 60, "bumps-oldest": 61, "bumps-states": 62, "bumps-about": 63, "bumps-ended": 64, "bumps-time": 65,
		"bumps-time-over-time": 66,

		"messages-states": 70, "messages-waiting": 71, "mail-due": 72,
	}
}

// healthIDs has the same of the health of Soundings itself.
func healthIDs() map[string]uint32 {
	return map[string]uint32{
		"servers": 1, "figures-age": 2, "jobs-behind": 3, "requests-failing": 4, "store-failing": 5, "backup-age": 6,
		"alerts": 7, "jobs": 8,
		"requests": 10, "routes-slow": 11, "requests-failing-over-time": 12,
		"store-slow": 20, "store-failing-over-time": 21,
		"events": 30, "mail-results": 31, "mail-failing": 32,
		"memory": 40,
	}
}

// PanelPath returns where Grafana shows one panel alone: its path with the values chosen for variables, such as cohort. It
// is empty for a key that no panel has.
func PanelPath(key string, vars url.Values) string {
	for uid, ids := range map[string]map[string]uint32{UID: reportIDs(), HealthUID: healthIDs()} {
		id, known := ids[key]
		if !known {
			continue
		}
		query := url.Values{"viewPanel": {strconv.FormatUint(uint64(id), 10)}}
		for name, values := range vars {
			query["var-"+name] = values
		}
		return "/d/" + uid + "?" + query.Encode()
	}
	return ""
}
