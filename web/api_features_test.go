package web

import (
	"encoding/json"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
)

// The API of features and rollouts, as a script: each line is sent after the other.
func TestFeaturesByAPI(t *testing.T) {
	k := newClinic(t)
	k.wave(t, "First wave", 20)
	if _, err := k.Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": "Second wave", "es": "Second wave"}}); err != nil {
		t.Fatal(err)
	}
	key := k.key(t, auth.Member)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string // of the answer, parts with … between them
	}{
		{"PUT", "/labs", `{"name":"Lab results","effort":3,"stage":"beta"}`, 200, `"key":"labs","name":{"en":"Lab results"}…"needs":[]…"stage":"beta"`},
		{"PUT", "/photos", `{"name":{"en":"Photos","es":"Fotos"},"needs":["labs"]}`, 200, `"needs":["labs"],"stage":"idea"`},
		{"PUT", "/labs", `{"name":"Lab results","needs":["photos"]}`, 422, `"name":"needs","message":"This feature would depend on itself: labs → photos → labs."`},
		{"PUT", "/labs", `{"name":"Lab results","needs":["telepathy"]}`, 422, `"name":"needs"`},
		{"PUT", "/labs", `{"name":"Lab results","stage":"soon"}`, 422, `"name":"stage"`},
		{"PUT", "/labs", `{"name":"Lab results","colour":"red"}`, 422, `"name":"colour"`},
		{"PUT", "/Labs!", `{"name":"Lab results"}`, 422, `"name":"key"`},
		{"GET", "/labs", "", 200, `"effort":3`},
		{"GET", "/nothing", "", 404, `"status":404`},
		{"GET", "", "", 200, `{"items":[{"key":"labs"…{"key":"photos"`},

		{"GET", "/labs/rollout", "", 404, `no rollout to this cohort`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","percent":100.01}`, 422, `"name":"percent"`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","ramp":[25,10]}`, 422, `"name":"ramp[1]","message":"Each step must be higher`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","ramp":["x"]}`, 422, `"name":"ramp"`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","ramp":[{"percent":5,"days":2}]}`, 422, `"name":"days"`},
		{"PUT", "/labs/rollout", `{"cohort":"nowhere","percent":5}`, 422, `"name":"cohort"`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","percent":5,"gates":{"answers":5}}`, 422, `"name":"gates.survey"`},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","speed":5}`, 422, `"name":"speed"`},
		{"PUT", "/nothing/rollout", `{"cohort":"first-wave","percent":5}`, 404, ``},
		{"PUT", "/labs/rollout", `{"cohort":"first-wave","percent":5,"ramp":[5,{"percent":25,"hold_hours":24},100],"gates":{"hold_hours":48}}`, 200,
			`"percent":5,"ramp":[5,{"percent":25,"hold_hours":24},100],"gates":{"hold_hours":48…"state":"running"`},
		{"GET", "/labs/rollout", "", 200, `"next":{"percent":25,"hold_hours":24},"answers":0,"waiting":["It has to stay at this step for 48 more hours."]`},
		{"GET", "/labs/rollout?cohort=first-wave", "", 200, `"cohort":"first-wave"`},
		{"POST", "/labs/rollout/preview", `{"cohort":"first-wave","ramp":[50,100]}`, 200, `{"items":[{"percent":50,"people":…"percent":100,"people":20,`},
		{"POST", "/labs/rollout/step", `{"note":"The nurses are ready"}`, 200, `"percent":25`},
		{"POST", "/labs/rollout/pause", "", 200, `"state":"paused"`},
		{"POST", "/labs/rollout/pause", "", 409, `already stopped`},
		{"POST", "/labs/rollout/resume", "{}", 200, `"state":"running"`},
		{"POST", "/labs/rollout/jump", `{"percent":100.01}`, 422, `"name":"percent"`},
		{"POST", "/labs/rollout/jump", `{}`, 422, `"name":"percent"`},
		{"POST", "/labs/rollout/jump", `{"percent":60,"note":"x"}`, 200, `"percent":60`},
		{"POST", "/labs/rollout/roll-back", `{"cohort":"first-wave"}`, 200, `"percent":25…"state":"rolled_back"`},
		{"POST", "/labs/rollout/override", `{"ref":"nobody","on":true}`, 404, ``},
		{"POST", "/labs/rollout/override", `{"on":true}`, 422, `"name":"ref"`},
		{"POST", "/labs/rollout/override", `{"ref":"P-001","on":true}`, 200, `"overrides":{"P-001":true}`},
		{"POST", "/labs/rollout/override", `{"ref":"P-001","on":null}`, 200, `"percent":25`},
		{"GET", "/labs/rollout/moves?limit=2", "", 200, `"kind":"roll_back","from":60,"to":25…"by":{"kind":"key","id":"…"reason":"It was moved by hand."…"kind":"jump"…"note":"x"…"next":"`},
		{"GET", "/labs/rollout/moves?limit=0", "", 422, `"name":"limit"`},
		{"PUT", "/labs/rollout", `{"cohort":"second-wave","percent":0}`, 200, `"percent":0`},
		{"GET", "/labs/rollout", "", 422, `"name":"cohort"`},
		{"POST", "/labs/rollout/pause", "", 422, `"name":"cohort"`},
		{"GET", "/labs/rollouts", "", 200, `"cohort":"first-wave"…"cohort":"second-wave"`},
		{"GET", "/nothing/rollouts", "", 404, ``},
		{"GET", "/labs/rollout/moves?cohort=third-wave", "", 404, ``},
	} {
		got, text := k.ask(t, c.method, "/api/v1/features"+c.path, c.body, "Authorization", "Bearer "+key)
		rest, fits := text, json.Valid([]byte(text))
		for part := range strings.SplitSeq(c.want, "…") {
			_, after, found := strings.Cut(rest, part)
			rest, fits = after, fits && found
		}
		if got.StatusCode != c.status || !fits {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, got.StatusCode, text)
		}
	}
}
