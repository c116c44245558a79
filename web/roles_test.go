package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"soundings/web/auth"
)

// doors says who may come to which route of the table. Each line is a door with its routes.
var doors = map[string]string{
	"open": `GET /news, GET /news/poster, GET /news.atom, GET /b/:token, POST /b/:token, POST /b/:token/picture, GET /help, GET /help/:feature, GET /w/:token, POST /w/:token, GET /kiosk/:code, GET /join/:cohort, POST /join/:cohort, GET /signin/forgotten, POST /signin/forgotten, POST /kiosk/:code, GET /p/:code, POST /p/:code, GET /healthz, GET /readyz, GET /metrics, GET /api/openapi.json, GET /static/*, GET /examples, GET /examples/:room/:n, GET /, POST /, GET /s/:token, POST /s/:token, GET /u/:token, POST /u/:token, GET /calendar/:token,
		GET /setup, POST /setup, GET /signin, POST /signin, GET /signin/code, POST /signin/code, GET /signin/:token, GET /signin/provider, GET /signin/provider/callback, POST /signout`,
	"viewer": `GET /profile, GET /team, GET /vendor, GET /vendor/releases/:id, POST /profile/password, POST /profile/sessions, POST /profile/confirm, GET /profile/second, POST /profile/second, GET /calendar, POST /calendar, POST /calendar/end, GET /plan, GET /plan/:id, GET /plan/:id/plan.csv, GET /plan/:id/plan.ics, GET /charter, GET /charter/:id, GET /polls, GET /polls/:id, GET /polls/:id/poster, GET /polls/:id/results, GET /participants, GET /participants/:ref, GET /cohorts, GET /cohorts/:id, GET /cohorts/:id/joining, GET /cohorts/:id/joining/:code, GET /surveys, GET /surveys/:id,
		GET /surveys/:id/results, GET /reports, GET /reports/pack, GET /reports/:table, GET /features, GET /features/:key, GET /features/:key/rollouts/:cohort,
		GET /getting-in, GET /features/:key/help, GET /workflows/:id, GET /workflows/:id/print`,
	"member": `GET /surveys/:id/texts/:question, GET /vendor/edit, POST /vendor/edit, GET /board/:id/tell, POST /board/:id/tell, GET /announcements/:id, POST /announcements/:id, GET /board/report, POST /board/report, GET /board/code, POST /board/code, GET /board/pictures/:id, GET /team/seats/:seat, POST /team/seats/:seat, GET /team/duty, POST /team/duty, POST /team/concerns, GET /board, GET /board/settings, POST /board/settings, GET /board/:id, POST /board/:id, POST /board/:id/move, POST /board/:id/decide, POST /board/:id/alternatives, POST /board/:id/comments, POST /board/:id/quote, POST /board/:id/take, POST /board/:id/merge, POST /board/:id/split,
		GET /surveys/:id/preview, GET /outbox/askings/:id, POST /surveys/:id/preview, GET /polls/:id/preview, POST /polls/:id/preview, GET /cohorts/:id/preview, POST /cohorts/:id/preview,
		GET /outbox, GET /kiosk, POST /kiosk, GET /outbox/letters, POST /outbox/letters, GET /outbox/letters/:batch, POST /outbox/returned, GET /outbox/texts, POST /outbox/texts, GET /outbox/texts.csv, GET /outbox/calls, POST /outbox/calls/:id, POST /outbox/halt, GET /outbox/start, POST /outbox/start, POST /outbox/samples, POST /plan, POST /plan/:id, POST /plan/:id/try, POST /plan/:id/adopt, POST /charter, POST /charter/:id, POST /charter/:id/tick, POST /charter/:id/remove, GET /plan/:id/tell/:key, POST /plan/:id/tell/:key, GET /plan/:id/told/:key, POST /plan/:id/told/:key, POST /polls, POST /polls/:id, POST /polls/:id/publish, POST /polls/:id/close, POST /polls/:id/count, POST /polls/:id/invite, GET /polls/:id/links, POST /polls/:id/links,
		GET /participants/new, POST /participants/new, GET /participants/import, POST /participants/import, POST /participants/:ref, POST /participants/:ref/remove, POST /participants/:ref/answers/remove,
		GET /participants/import/template.csv, GET /events/template.csv, GET /participants/import/:id, POST /participants/import/:id, GET /participants/import/:id/bad.csv, GET /participants.csv, GET /participants.xlsx,
		POST /cohorts, POST /cohorts/:id, POST /cohorts/:id/select, POST /cohorts/:id/draw, POST /cohorts/:id/fill, POST /cohorts/:id/ask-again, POST /cohorts/:id/end, POST /cohorts/:id/invite, GET /cohorts/:id/links, POST /cohorts/:id/joining, POST /cohorts/:id/members/:ref,
		GET /events, POST /events, GET /events/:id, POST /events/:id, GET /events/:id/not-counted.csv,
		POST /surveys, POST /surveys/:id, POST /surveys/:id/publish, POST /surveys/:id/close, POST /surveys/:id/invite, GET /surveys/:id/links, POST /surveys/:id/links, GET /participants/:ref/links/:id, POST /participants/:ref/links/:id, GET /surveys/:id/paper, GET /cohorts/:id/paper, GET /surveys/:id/enter, GET /surveys/:id/enter/:ref, POST /surveys/:id/enter/:ref,
		GET /surveys/:id/responses.csv, GET /surveys/:id/responses.xlsx, GET /surveys/:id/responses.ndjson, GET /surveys/:id/questions/new, POST /surveys/:id/questions/new,
		POST /getting-in, POST /features/:key/help, POST /features/:key/requirements, GET /features/:key/workflows/new, POST /features/:key/workflows,
		POST /workflows/:id, GET /workflows/:id/edit, POST /workflows/:id/drop,
		POST /features, POST /features/:key, GET /features/:key/rollouts, POST /features/:key/rollouts/:cohort, POST /features/:key/rollouts/:cohort/pause,
		POST /features/:key/rollouts/:cohort/resume, POST /features/:key/rollouts/:cohort/step, POST /features/:key/rollouts/:cohort/roll-back,
		POST /features/:key/rollouts/:cohort/jump, POST /features/:key/rollouts/:cohort/override,
		GET /surveys/:id/questions/:question, POST /surveys/:id/questions/:question, POST /surveys/:id/questions/:question/move`,
	"manager": `GET /audit, GET /settings/webhooks, POST /settings/webhooks, GET /settings/webhooks/:id, POST /settings/webhooks/:id, POST /settings/webhooks/:id/test, GET /settings, POST /settings, POST /settings/keys, POST /settings/keys/:id, POST /settings/staff, POST /settings/staff/:id`,
	"viewer's key": `GET /api/v1/team, GET /api/v1/vendor, GET /api/v1/vendor/releases/:id, GET /api/v1/plans, GET /api/v1/plans/:id, GET /api/v1/charter, GET /api/v1/charter/:id, GET /api/v1/reports/adoption, GET /api/v1/polls, GET /api/v1/polls/:id, GET /api/v1/polls/:id/results,
		GET /api/v1/participants/:ref, GET /api/v1/participants, GET /api/v1/cohorts, GET /api/v1/cohorts/:id, GET /api/v1/cohorts/:id/draws, GET /api/v1/cohorts/:id/joining, GET /api/v1/cohorts/:id/waiting, GET /api/v1/cohorts/:id/members,
		GET /api/v1/surveys, GET /api/v1/surveys/:id, GET /api/v1/surveys/:id/results, GET /api/v1/features, GET /api/v1/features/:key,
		GET /api/v1/features/:key/rollouts, GET /api/v1/features/:key/rollout, GET /api/v1/features/:key/rollout/moves, POST /api/v1/features/:key/rollout/preview,
		GET /api/v1/help, GET /api/v1/features/:key/help, GET /api/v1/features/:key/requirements, GET /api/v1/features/:key/workflows, GET /api/v1/workflows/:id`,
	"bounces's key": `POST /api/v1/outbox/bounces`,
	"manager's key": `GET /api/v1/settings, PUT /api/v1/settings, GET /api/v1/webhooks, POST /api/v1/webhooks, GET /api/v1/webhooks/:id, PUT /api/v1/webhooks/:id, DELETE /api/v1/webhooks/:id, POST /api/v1/webhooks/:id/secret, POST /api/v1/webhooks/:id/test, GET /api/v1/webhooks/:id/deliveries`,
	"portal's key":  `POST /api/v1/events, POST /api/v1/events/import, POST /ofrep/v1/evaluate/flags, POST /ofrep/v1/evaluate/flags/:key`,
	"member's key": `GET /api/v1/bumps/:id/announcements, PUT /api/v1/vendor, POST /api/v1/bumps/:id/announcements, GET /api/v1/plans/:id/announcements, POST /api/v1/plans/:id/announcements, PUT /api/v1/team, PUT /api/v1/team/rota, GET /api/v1/bumps, POST /api/v1/bumps, GET /api/v1/bumps/:id, PATCH /api/v1/bumps/:id, POST /api/v1/bumps/:id/join, GET /api/v1/outbox, GET /api/v1/outbox/askings/:id, GET /api/v1/surveys/:id/reach, GET /api/v1/polls/:id/reach, GET /api/v1/outbox/batches, POST /api/v1/outbox/batches, GET /api/v1/outbox/letters, POST /api/v1/outbox/returned, GET /api/v1/outbox/texts.csv, GET /api/v1/outbox/calls, POST /api/v1/outbox/calls/:id, PUT /api/v1/outbox, POST /api/v1/outbox/rehearsal, POST /api/v1/plans, POST /api/v1/plans/:id/changes, POST /api/v1/plans/:id/adopt, POST /api/v1/plans/:id/tell, POST /api/v1/charter, PUT /api/v1/charter/:id, POST /api/v1/charter/:id/tick, DELETE /api/v1/charter/:id, POST /api/v1/polls, PUT /api/v1/polls/:id, POST /api/v1/polls/:id/count, POST /api/v1/polls/:id/publish, POST /api/v1/polls/:id/close, POST /api/v1/polls/:id/invitations, POST /api/v1/polls/:id/invitations/reissue,
		PUT /api/v1/help, PUT /api/v1/features/:key/help, PUT /api/v1/features/:key/requirements, POST /api/v1/features/:key/workflows, PUT /api/v1/workflows/:id, POST /api/v1/workflows/:id/publish, DELETE /api/v1/workflows/:id/draft,
		PUT /api/v1/features/:key, PUT /api/v1/features/:key/rollout, POST /api/v1/features/:key/rollout/pause,
		POST /api/v1/features/:key/rollout/resume, POST /api/v1/features/:key/rollout/step, POST /api/v1/features/:key/rollout/roll-back,
		POST /api/v1/features/:key/rollout/jump, POST /api/v1/features/:key/rollout/override, PUT /api/v1/participants/:ref, DELETE /api/v1/participants/:ref, DELETE /api/v1/participants/:ref/answers, DELETE /api/v1/cohorts/:id/members/:ref/answers, POST /api/v1/participants/import, GET /api/v1/participants.csv, GET /api/v1/participants.xlsx, POST /api/v1/cohorts, PUT /api/v1/cohorts/:id, POST /api/v1/cohorts/:id/select, POST /api/v1/cohorts/:id/fill, POST /api/v1/cohorts/:id/ask-again, POST /api/v1/cohorts/:id/end,
		PUT /api/v1/cohorts/:id/joining, POST /api/v1/cohorts/:id/joining/sheets, GET /api/v1/cohorts/:id/joining/requests, POST /api/v1/cohorts/:id/joining/admit, POST /api/v1/cohorts/:id/joining/decline,
		POST /api/v1/cohorts/:id/invite, PUT /api/v1/cohorts/:id/members/:ref, POST /api/v1/surveys, PUT /api/v1/surveys/:id, POST /api/v1/surveys/:id/publish,
		POST /api/v1/surveys/:id/close, POST /api/v1/surveys/:id/invitations, POST /api/v1/surveys/:id/invitations/reissue, POST /api/v1/surveys/:id/responses, GET /api/v1/surveys/:id/responses.csv, GET /api/v1/surveys/:id/responses.xlsx, GET /api/v1/surveys/:id/responses.ndjson`,
}

// doorOf returns the door of a route.
func doorOf(t *testing.T, r route) string {
	t.Helper()
	for door, routes := range doors {
		for one := range strings.SplitSeq(routes, ",") {
			if strings.TrimSpace(one) == r.method+" "+r.path {
				return door
			}
		}
	}
	t.Errorf("nobody has said who may come to %s %s", r.method, r.path)
	return "open"
}

// address puts ids of nothing into a route.
func (r route) address() string {
	return strings.NewReplacer(":ref", "P-999", ":id", "nothing", ":question", "nothing", ":key", "nothing", ":cohort", "nothing", ":token", "nothing", ":code", "nothing", ":seat", "nothing", "*", "nothing").Replace(r.path)
}

func TestWhoMayComeToEachPage(t *testing.T) {
	k := newClinic(t)
	browsers := map[auth.Role]*browser{"": k.visitor(t)}
	for _, role := range auth.StaffRoles() {
		browsers[role] = k.as(t, role)
	}
	for _, r := range k.table() {
		door := doorOf(t, r)
		if door == "open" || strings.HasSuffix(door, "key") {
			continue
		}
		for role, b := range browsers {
			got := b.do(r.method, r.address(), formType(r.method), http.NoBody)
			switch {
			case role == "" && r.method == http.MethodGet:
				if got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/signin?next=") {
					t.Errorf("nobody: %s %s answered %d", r.method, r.path, got.status)
				}
			case role == "":
				if got.status != http.StatusUnauthorized {
					t.Errorf("nobody: %s %s answered %d", r.method, r.path, got.status)
				}
			case role.Covers(auth.Role(door)) == (got.status == http.StatusForbidden):
				t.Errorf("%s: %s %s answered %d", role, r.method, r.path, got.status)
			case got.status >= http.StatusInternalServerError:
				t.Errorf("%s: %s %s answered %d", role, r.method, r.path, got.status)
			}
		}
	}
}

func formType(method string) string {
	if method == http.MethodGet {
		return ""
	}
	return "application/x-www-form-urlencoded"
}

func TestWhichKeyMayUseTheAPI(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	keys := map[auth.Role]string{}
	for _, role := range auth.KeyRoles() {
		key, _, err := k.Auth.CreateKey(t.Context(), string(role), role)
		if err != nil {
			t.Fatal(err)
		}
		keys[role] = key
	}
	for _, r := range k.table() {
		door := doorOf(t, r)
		need, is := strings.CutSuffix(door, "'s key")
		if !is {
			continue
		}
		if got := manager.do(r.method, r.address(), formType(r.method), http.NoBody); got.status != http.StatusUnauthorized {
			t.Errorf("a session opened %s %s: %d", r.method, r.path, got.status)
		}
		for role, key := range keys {
			request, err := http.NewRequestWithContext(t.Context(), r.method, k.url+r.address(), strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+key)
			got, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			got.Body.Close()
			if role.Covers(auth.Role(need)) == (got.StatusCode == http.StatusForbidden) || got.StatusCode >= http.StatusInternalServerError {
				t.Errorf("the key of a %s: %s %s answered %d", role, r.method, r.path, got.StatusCode)
			}
		}
	}
}

// withoutSession are the paths where no session counts: a key or a link says who may.
var withoutSession = []string{"/api/", "/ofrep/", "/s/", "/w/", "/u/", "/p/", "/kiosk/", "/b/"}

// What another site sends with a member's cookie is refused, on every page that changes something.
func TestNoOtherSiteActsForTheTeam(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	for _, r := range k.table() {
		if r.method != http.MethodPost || slices.ContainsFunc(withoutSession, func(path string) bool { return strings.HasPrefix(r.path, path) }) {
			continue
		}
		for name, headers := range map[string]http.Header{
			"another site":         {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
			"another site, old":    {"Origin": {"https://evil.example"}},
			"nothing says from it": {},
		} {
			request, err := http.NewRequestWithContext(t.Context(), r.method, k.url+r.address(), http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			request.Header = headers
			got, err := manager.http.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			got.Body.Close()
			if got.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s answered %d", name, r.path, got.StatusCode)
			}
		}
	}
}

// A viewer finds no button that would only be refused.
func TestViewersSeeNoForms(t *testing.T) {
	k := newClinic(t)
	member, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	member.upload(peopleFile(3), "import").is(200)
	member.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001")).leads("/cohorts/one")
	member.get("/surveys").fill("/surveys", one("title.en", "Two")).leads("/surveys/two")
	for _, path := range []string{"/", "/participants", "/participants/P-001", "/cohorts", "/cohorts/one", "/surveys", "/surveys/two", "/surveys/two/results", "/reports"} {
		listed := viewer.get(path).is(200)
		for n := range listed.nodes() {
			action := attribute(n, "action")
			if n.Data == "form" && attribute(n, "method") == "post" && action != "/signout" && !strings.Contains(listed.body, "<fieldset class=\"bare\" disabled>") {
				t.Errorf("%s offers a viewer a form that posts to %s", path, action)
			}
			if n.Data == "a" && strings.Contains(attribute(n, "href"), "/questions/") {
				t.Errorf("%s leads a viewer to %s", path, attribute(n, "href"))
			}
		}
	}
}
