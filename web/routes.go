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
		portal  = s.guard.AllowKey(auth.Portal) // what the portal asks
	)
	imports, events := s.imports(), s.eventFiles()
	return []route{
		// The program itself
		{get, "/healthz", open, s.healthz},
		{get, "/readyz", open, s.readyz},
		{get, "/metrics", open, s.metrics},
		{get, "/api/openapi.json", open, s.openAPIDocument},
		{get, staticPath + "*", open, echo.WrapHandler(s.static)},

		// People without an account
		{get, "/", anyone, s.home},
		{post, "/", anyone, s.findLink},
		{get, "/s/:token", open, s.showLink},
		{post, "/s/:token", open, s.answerLink},
		{get, "/u/:token", open, s.showChoices},
		{post, "/u/:token", open, s.choose},
		{get, "/p/:code", open, s.showPoll},
		{post, "/p/:code", open, s.answerPoll},

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
		{get, "/participants/import", member, imports.form},
		{post, "/participants/import", member, imports.take},
		{get, "/participants/import/:id", member, imports.one},
		{post, "/participants/import/:id", member, imports.act},
		{get, "/participants/import/:id/bad.csv", member, imports.badRows},
		{get, "/participants.csv", member, s.participantsCSV},
		{get, "/participants/:ref", viewer, s.showParticipant},
		{post, "/participants/:ref", member, s.saveParticipant},
		{post, "/participants/:ref/remove", member, s.removeParticipant},
		{put, "/api/v1/participants/:ref", writes, s.apiPutParticipant},
		{"DELETE", "/api/v1/participants/:ref", writes, s.apiRemoveParticipant},
		{get, "/api/v1/participants/:ref", reads, s.apiParticipant},
		{get, "/api/v1/participants", reads, s.apiParticipants},
		{post, "/api/v1/participants/import", writes, s.apiImport},
		{get, "/api/v1/participants.csv", writes, s.participantsCSV},

		// Cohorts
		{get, "/cohorts", viewer, s.listCohorts},
		{post, "/cohorts", member, s.addCohort},
		{get, "/cohorts/:id", viewer, s.showCohort},
		{post, "/cohorts/:id/select", member, s.selectMembers},
		{post, "/cohorts/:id/draw", member, s.drawMembers},
		{post, "/cohorts/:id/fill", member, s.fillMembers},
		{post, "/cohorts/:id/ask-again", member, s.askAgain},
		{post, "/cohorts/:id/end", member, s.endBeta},
		{post, "/cohorts/:id/invite", member, s.inviteMembers},
		{get, "/cohorts/:id/links", member, s.consentLinks},
		{post, "/cohorts/:id/members/:ref", member, s.moveMember},
		{get, "/api/v1/cohorts", reads, s.apiCohorts},
		{post, "/api/v1/cohorts", writes, s.apiAddCohort},
		{get, "/api/v1/cohorts/:id", reads, s.apiCohort},
		{post, "/api/v1/cohorts/:id/select", writes, s.apiSelect},
		{post, "/api/v1/cohorts/:id/fill", writes, s.apiFill},
		{post, "/api/v1/cohorts/:id/ask-again", writes, s.apiAskAgain},
		{post, "/api/v1/cohorts/:id/end", writes, s.apiEnd},
		{get, "/api/v1/cohorts/:id/draws", reads, s.apiDraws},
		{get, "/api/v1/cohorts/:id/waiting", reads, s.apiWaiting},
		{post, "/api/v1/cohorts/:id/invite", writes, s.apiAskConsent},
		{get, "/api/v1/cohorts/:id/members", reads, s.apiMembers},
		{put, "/api/v1/cohorts/:id/members/:ref", writes, s.apiSetState},

		// Features and what of them participants see
		{get, "/features", viewer, s.listFeatures},
		{post, "/features", member, s.addFeature},
		{get, "/features/:key", viewer, s.showFeature},
		{post, "/features/:key", member, s.saveFeature},
		{get, "/features/:key/rollouts", member, s.chooseRollout},
		{get, "/features/:key/rollouts/:cohort", viewer, s.showRollout},
		{post, "/features/:key/rollouts/:cohort", member, s.saveRollout},
		{post, "/features/:key/rollouts/:cohort/pause", member, s.makeMove(s.Rollouts.Pause, "flash.rollout_paused")},
		{post, "/features/:key/rollouts/:cohort/resume", member, s.makeMove(s.Rollouts.Resume, "flash.rollout_resumed")},
		{post, "/features/:key/rollouts/:cohort/step", member, s.makeMove(s.Rollouts.Step, "flash.rollout_moved")},
		{post, "/features/:key/rollouts/:cohort/roll-back", member, s.makeMove(s.Rollouts.RollBack, "flash.rollout_back")},
		{post, "/features/:key/rollouts/:cohort/jump", member, s.jump},
		{post, "/features/:key/rollouts/:cohort/override", member, s.override},
		{get, "/api/v1/features", reads, s.apiFeatures},
		{put, "/api/v1/features/:key", writes, s.apiPutFeature},
		{get, "/api/v1/features/:key", reads, s.apiFeature},
		{get, "/api/v1/features/:key/rollouts", reads, s.apiRollouts},
		{put, "/api/v1/features/:key/rollout", writes, s.apiPutRollout},
		{get, "/api/v1/features/:key/rollout", reads, s.apiRollout},
		{get, "/api/v1/features/:key/rollout/moves", reads, s.apiMoves},
		{post, "/api/v1/features/:key/rollout/preview", reads, s.apiPreview},
		{post, "/api/v1/features/:key/rollout/pause", writes, s.apiMove(s.Rollouts.Pause)},
		{post, "/api/v1/features/:key/rollout/resume", writes, s.apiMove(s.Rollouts.Resume)},
		{post, "/api/v1/features/:key/rollout/step", writes, s.apiMove(s.Rollouts.Step)},
		{post, "/api/v1/features/:key/rollout/roll-back", writes, s.apiMove(s.Rollouts.RollBack)},
		{post, "/api/v1/features/:key/rollout/jump", writes, s.apiJump},
		{post, "/api/v1/features/:key/rollout/override", writes, s.apiOverride},
		{post, "/ofrep/v1/evaluate/flags", portal, s.evaluateAll},
		{post, "/ofrep/v1/evaluate/flags/:key", portal, s.evaluateOne},

		// Polls
		{get, "/polls", viewer, s.listPolls},
		{post, "/polls", member, s.addPoll},
		{get, "/polls/:id", viewer, s.showPollPage},
		{post, "/polls/:id", member, s.savePoll},
		{post, "/polls/:id/publish", member, s.publishPoll},
		{post, "/polls/:id/close", member, s.closePoll},
		{post, "/polls/:id/count", member, s.countByCode},
		{post, "/polls/:id/invite", member, s.inviteToPoll},
		{get, "/polls/:id/links", member, s.pollLinks},
		{get, "/polls/:id/poster", viewer, s.showPoster},
		{get, "/polls/:id/results", viewer, s.showPollResults},
		{get, "/api/v1/polls", reads, s.apiPolls},
		{post, "/api/v1/polls", writes, s.apiAddPoll},
		{get, "/api/v1/polls/:id", reads, s.apiPoll},
		{put, "/api/v1/polls/:id", writes, s.apiPutPoll},
		{post, "/api/v1/polls/:id/publish", writes, s.apiPublishPoll},
		{post, "/api/v1/polls/:id/close", writes, s.apiClosePoll},
		{post, "/api/v1/polls/:id/count", writes, s.apiCountPoll},
		{post, "/api/v1/polls/:id/invitations", writes, s.apiInviteToPoll},
		{get, "/api/v1/polls/:id/results", reads, s.apiPollResults},

		// The plan and what stands around it
		{get, "/plan", viewer, s.newestPlan},
		{post, "/plan", member, s.addPlan},
		{get, "/plan/:id", viewer, s.showPlan},
		{post, "/plan/:id", member, s.keepChange},
		{post, "/plan/:id/try", member, s.tryChange},
		{post, "/plan/:id/adopt", member, s.adoptPlan},
		{get, "/plan/:id/tell/:key", member, s.showTell},
		{post, "/plan/:id/tell/:key", member, s.tell},
		{get, "/plan/:id/plan.csv", viewer, s.planCSV},
		{get, "/plan/:id/plan.ics", viewer, s.planCalendar},
		{get, "/charter", viewer, s.showCharter},
		{post, "/charter", member, s.addEntry},
		{get, "/charter/:id", viewer, s.showEntry},
		{post, "/charter/:id", member, s.saveEntry},
		{post, "/charter/:id/tick", member, s.tickEntry},
		{post, "/charter/:id/remove", member, s.removeEntry},
		{get, "/api/v1/plans", reads, s.apiPlans},
		{post, "/api/v1/plans", writes, s.apiAddPlan},
		{get, "/api/v1/plans/:id", reads, s.apiPlan},
		{post, "/api/v1/plans/:id/changes", writes, s.apiChangePlan},
		{post, "/api/v1/plans/:id/adopt", writes, s.apiAdoptPlan},
		{post, "/api/v1/plans/:id/tell", writes, s.apiTell},
		{get, "/api/v1/charter", reads, s.apiCharter},
		{post, "/api/v1/charter", writes, s.apiAddEntry},
		{get, "/api/v1/charter/:id", reads, s.apiEntry},
		{put, "/api/v1/charter/:id", writes, s.apiPutEntry},
		{post, "/api/v1/charter/:id/tick", writes, s.apiTickEntry},
		{"DELETE", "/api/v1/charter/:id", writes, s.apiRemoveEntry},

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

		// What happens in the portal
		{get, "/events", member, events.form},
		{post, "/events", member, events.take},
		{get, "/events/:id", member, events.one},
		{post, "/events/:id", member, events.act},
		{get, "/events/:id/not-counted.csv", member, events.badRows},
		{post, "/api/v1/events", portal, s.inTurn(s.apiEvents)},
		{post, "/api/v1/events/import", portal, s.apiEventFile},

		// What came of it, and the server's own matters
		{get, "/reports", viewer, s.reports},
		{get, "/reports/pack", viewer, s.meetingPack},
		{get, "/reports/:table", viewer, s.reportCSV},
		{get, "/api/v1/reports/adoption", reads, s.apiAdoption},
		{get, "/audit", manager, s.audit},
		{get, "/settings", manager, s.settingsForm},
		{post, "/settings", manager, s.saveSettings},
		{post, "/settings/keys", manager, s.addKey},
		{post, "/settings/keys/:id", manager, s.removeKey},
		{post, "/settings/staff", manager, s.addStaff},
		{post, "/settings/staff/:id", manager, s.changeStaff},
	}
}

// home is Today for the team, and one box for a printed code for anybody else.
func (s *Server) home(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return s.today(c)
	}
	return s.welcome(c)
}

// both lets a page through its door and gives it the reader's switches.
func (s *Server) both(door echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return door(s.switches(next)) }
}
