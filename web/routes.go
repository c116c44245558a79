package web

import (
	"github.com/labstack/echo/v4"

	"soundings/web/auth"
)

// route is one line of the table: who may come, and what answers.
type route struct {
	method, path string
	door         echo.MiddlewareFunc
	handler      echo.HandlerFunc
}

// routes is every address there is, grouped by noun. No route has two doors, and none has no door.
func (s *Server) routes() {
	for _, r := range s.table() {
		s.echo.Add(r.method, r.path, r.handler, r.door)
	}
}

func (s *Server) table() []route {
	const get, post, put = "GET", "POST", "PUT"
	var (
		open    = s.switches             // a page for whoever has its link
		anyone  = s.both(s.guard.Anyone) // a page that knows who is signed in, if anybody is
		viewer  = s.both(s.guard.Allow(auth.Viewer))
		member  = s.both(s.guard.Allow(auth.Member))
		manager = s.both(s.guard.Allow(auth.Manager))
		reads   = s.guard.AllowKey(auth.Viewer) // the API
		writes  = s.guard.AllowKey(auth.Member)
	)
	return []route{
		// The program itself
		{get, "/healthz", open, s.healthz},
		{get, "/readyz", open, s.readyz},
		{get, "/metrics", open, s.metrics},
		{get, staticPath + "*", open, echo.WrapHandler(s.static)},

		// People without an account
		{get, "/", anyone, s.home},
		{post, "/", anyone, s.findLink},
		{get, "/s/:token", open, s.showLink},
		{post, "/s/:token", open, s.answerLink},

		// Coming in
		{get, "/setup", anyone, s.setUpForm},
		{post, "/setup", anyone, s.setUp},
		{get, "/signin", anyone, s.signInForm},
		{post, "/signin", anyone, s.signIn},
		{get, "/signin/:token", anyone, s.signInByLink},
		{post, "/signout", anyone, s.signOut},

		// Participants
		{get, "/participants", viewer, s.listParticipants},
		{get, "/participants/new", member, s.newParticipant},
		{post, "/participants/new", member, s.addParticipant},
		{get, "/participants/import", member, s.importForm},
		{post, "/participants/import", member, s.importParticipants},
		{get, "/participants/:ref", viewer, s.showParticipant},
		{post, "/participants/:ref", member, s.saveParticipant},
		{put, "/api/v1/participants/:ref", writes, s.apiPutParticipant},
		{get, "/api/v1/participants/:ref", reads, s.apiParticipant},
		{get, "/api/v1/participants", reads, s.apiParticipants},
		{post, "/api/v1/participants/import", writes, s.apiImport},

		// Cohorts
		{get, "/cohorts", viewer, s.listCohorts},
		{post, "/cohorts", member, s.addCohort},
		{get, "/cohorts/:id", viewer, s.showCohort},
		{post, "/cohorts/:id/select", member, s.selectMembers},
		{post, "/cohorts/:id/invite", member, s.inviteMembers},
		{get, "/cohorts/:id/links", member, s.consentLinks},
		{post, "/cohorts/:id/members/:ref", member, s.moveMember},
		{get, "/api/v1/cohorts", reads, s.apiCohorts},
		{post, "/api/v1/cohorts", writes, s.apiAddCohort},
		{get, "/api/v1/cohorts/:id", reads, s.apiCohort},
		{post, "/api/v1/cohorts/:id/select", writes, s.apiSelect},
		{post, "/api/v1/cohorts/:id/invite", writes, s.apiAskConsent},
		{get, "/api/v1/cohorts/:id/members", reads, s.apiMembers},
		{put, "/api/v1/cohorts/:id/members/:ref", writes, s.apiSetState},

		// Surveys
		{get, "/surveys", viewer, s.listSurveys},
		{post, "/surveys", member, s.addSurvey},
		{get, "/surveys/:id", viewer, s.showSurvey},
		{post, "/surveys/:id", member, s.renameSurvey},
		{post, "/surveys/:id/publish", member, s.publishSurvey},
		{post, "/surveys/:id/close", member, s.closeSurvey},
		{post, "/surveys/:id/invite", member, s.inviteToSurvey},
		{get, "/surveys/:id/links", member, s.surveyLinks},
		{get, "/surveys/:id/results", viewer, s.showResults},
		{get, "/surveys/:id/responses.csv", member, s.exportCSV},
		{get, "/surveys/:id/responses.ndjson", member, s.exportNDJSON},
		{get, "/surveys/:id/questions/new", member, s.newQuestion},
		{post, "/surveys/:id/questions/new", member, s.addQuestion},
		{get, "/surveys/:id/questions/:question", member, s.showQuestion},
		{post, "/surveys/:id/questions/:question", member, s.saveQuestion},
		{post, "/surveys/:id/questions/:question/move", member, s.moveQuestion},
		{get, "/api/v1/surveys", reads, s.apiSurveys},
		{post, "/api/v1/surveys", writes, s.apiAddSurvey},
		{get, "/api/v1/surveys/:id", reads, s.apiSurvey},
		{post, "/api/v1/surveys/:id/publish", writes, s.apiPublish},
		{post, "/api/v1/surveys/:id/close", writes, s.apiClose},
		{post, "/api/v1/surveys/:id/invitations", writes, s.apiInvite},
		{get, "/api/v1/surveys/:id/results", reads, s.apiResults},
		{get, "/api/v1/surveys/:id/responses.csv", writes, s.exportCSV},
		{get, "/api/v1/surveys/:id/responses.ndjson", writes, s.exportNDJSON},

		// What came of it, and the server's own matters
		{get, "/reports", viewer, s.reports},
		{get, "/audit", manager, s.audit},
		{get, "/settings", manager, s.settingsForm},
		{post, "/settings", manager, s.saveSettings},
		{post, "/settings/keys", manager, s.addKey},
		{post, "/settings/keys/:id", manager, s.removeKey},
		{post, "/settings/staff", manager, s.addStaff},
		{post, "/settings/staff/:id", manager, s.changeStaff},
	}
}

// both lets a page through its door and gives it the reader's switches.
func (s *Server) both(door echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return door(s.switches(next)) }
}
