package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
	"soundings/web/page"
)

// route is one line of the table: who may come, how much they may send, what it answers in, and what answers.
type route struct {
	method, path string
	door         echo.MiddlewareFunc
	limit        string // of the body
	media        page.Media
	handler      echo.HandlerFunc
}

// mayRepeat reports whether a program may send a request of this route again and have the first answer.
func mayRepeat(method, path string) bool {
	return method == http.MethodPost && strings.HasPrefix(path, "/api/v1/")
}

// routes is every address there is, grouped by noun. No route has two doors, and none has no door.
func (s *Server) routes() {
	s.rows, s.stray = map[string]route{}, map[string]page.Media{}
	known, described := parameters(), map[string]page.Operation{}
	for _, o := range operations() {
		described[o.Method+" "+o.Path] = o
	}
	for _, r := range s.table() {
		handler := r.handler
		if o, ok := described[r.method+" "+r.path]; ok {
			handler = strictly(o, known, handler)
		}
		if mayRepeat(r.method, r.path) {
			handler = s.once(handler)
		}
		s.echo.Add(r.method, r.path, handler, r.door)
		s.rows[r.method+" "+r.path] = r
		if first := firstOf(r.path); s.stray[first] == "" {
			s.stray[first] = r.media
		}
	}
}

// row returns the line of the table that a request has come to. Of an address that there is not it has only what is
// answered to its neighbours: a program that asks /api/v2 reads a problem document.
func (s *Server) row(c echo.Context) route {
	if r, ok := s.rows[c.Request().Method+" "+c.Path()]; ok {
		return r
	}
	return route{limit: small, media: s.stray[firstOf(c.Request().URL.Path)]}
}

// firstOf returns the first part of a path.
func firstOf(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

func (s *Server) table() []route {
	const get, post, put, patch = "GET", "POST", "PUT", "PATCH"
	const html, json, ofrep, plain = page.HTML, page.JSON, page.OFREP, page.Plain
	var (
		open    = s.site.Switches        // a page for whoever has its link
		anyone  = s.both(s.guard.Anyone) // a page that knows who is signed in, if anybody is
		viewer  = s.both(s.guard.Allow(auth.Viewer))
		member  = s.both(s.guard.Allow(auth.Member))
		manager = s.both(s.guard.Allow(auth.Manager))
		self    = s.both(s.guard.AllowSelf())          // one's own account
		sure    = s.again(s.guard.AllowSelf())         // its second step: the password is asked again
		takes   = s.again(s.guard.Allow(auth.Member))  // takes everybody along: the password is asked again
		rules   = s.again(s.guard.Allow(auth.Manager)) // gives others a way in: likewise
		reads   = s.guard.AllowKey(auth.Viewer)        // the API
		writes  = s.guard.AllowKey(auth.Member)
		manages = s.guard.AllowKey(auth.Manager)
		portal  = s.guard.AllowKey(auth.Portal)  // what the portal asks
		bounces = s.guard.AllowKey(auth.Bounces) // what a mail server says
		demo    = s.demo                         // with a made-up clinic only
	)
	imports, events := s.participants.Imports(), s.events.EventFiles()
	inTurn := s.files.In // large files are read one at a time
	return []route{
		// The program itself
		{get, "/healthz", open, small, plain, s.healthz},
		{get, "/readyz", open, small, plain, s.readyz},
		{get, "/metrics", open, small, plain, s.metrics},
		{get, "/api/openapi.json", open, small, json, s.openAPIDocument},
		{get, page.StaticPath + "*", open, small, plain, echo.WrapHandler(s.static)},

		// Every page by example
		{get, "/examples", demo, small, html, s.site.Switches(s.examples.List)},
		{get, "/examples/:room/:n", demo, small, html, s.examples.Show},

		// People without an account
		{get, "/", anyone, small, html, s.home},
		{post, "/", anyone, small, html, s.answer.FindLink},
		{get, "/s/:token", open, small, html, s.answer.AtKiosk(s.answer.ShowLink)},
		{post, "/s/:token", open, small, html, s.answer.AtKiosk(s.answer.AnswerLink)},
		{get, "/u/:token", open, small, html, s.answer.AtKiosk(s.answer.ShowChoices)},
		{post, "/u/:token", open, small, html, s.answer.AtKiosk(s.answer.Choose)},
		{get, "/p/:code", open, small, html, s.answer.ShowPoll},
		{post, "/p/:code", open, small, html, s.answer.AnswerPoll},
		{get, "/kiosk/:code", open, small, html, s.answer.StartKiosk},
		{post, "/kiosk/:code", open, small, html, s.answer.SitDown},
		{get, "/join/:cohort", open, small, html, s.answer.ShowJoin},
		{post, "/join/:cohort", anyone, small, html, s.answer.Join}, // and no other site by their browsers

		// Coming in
		{get, "/setup", anyone, small, html, s.signIn.SetUpForm},
		{post, "/setup", anyone, small, html, s.signIn.SetUp},
		{get, "/signin", anyone, small, html, s.signIn.SignInForm},
		{post, "/signin", anyone, small, html, s.signIn.SignIn},
		{get, "/signin/forgotten", anyone, small, html, s.signIn.ForgottenForm},
		{post, "/signin/forgotten", anyone, small, html, s.signIn.AskPassword},
		{get, "/signin/:token", anyone, small, html, s.signIn.SignInByLink},
		{get, "/signin/code", anyone, small, html, s.signIn.CodeForm},
		{post, "/signin/code", anyone, small, html, s.signIn.GiveCode},
		{get, "/signin/provider", anyone, small, html, s.signIn.ToProvider},
		{get, "/signin/provider/callback", anyone, small, html, s.signIn.FromProvider},
		{post, "/signout", anyone, small, html, s.signIn.SignOut},

		// One's own account
		{get, "/profile", self, small, html, s.profile.Show},
		{post, "/profile/password", self, small, html, s.profile.ChangePassword},
		{post, "/profile/sessions", self, small, html, s.profile.EndSessions},
		{get, "/profile/second", self, small, html, s.profile.ShowSecond},
		{post, "/profile/second", sure, small, html, s.profile.ChangeSecond},
		{post, "/profile/confirm", self, small, html, s.profile.Confirm},

		// Participants
		{get, "/participants", viewer, small, html, s.participants.ListParticipants},
		{get, "/participants/new", member, small, html, s.participants.NewParticipant},
		{post, "/participants/new", member, small, html, s.participants.AddParticipant},
		{get, "/participants/import", member, small, html, imports.Form},
		{post, "/participants/import", member, file, html, inTurn(imports.Take)},
		{get, "/participants/import/template.csv", member, small, html, imports.Template},
		{get, "/participants/import/:id", member, small, html, imports.One},
		{post, "/participants/import/:id", member, small, html, imports.Act},
		{get, "/participants/import/:id/bad.csv", member, small, html, imports.BadRows},
		{get, "/participants.csv", takes, small, html, s.participants.ParticipantsCSV},
		{get, "/participants.xlsx", takes, small, html, s.participants.ParticipantsSheet},
		{get, "/participants/:ref", viewer, small, html, s.participants.ShowParticipant},
		{post, "/participants/:ref", member, small, html, s.participants.SaveParticipant},
		{get, "/participants/:ref/links/:id", member, small, html, s.participants.AskNewLink},
		{post, "/participants/:ref/links/:id", member, small, html, s.participants.MakeNewLink},
		{post, "/participants/:ref/remove", member, small, html, s.participants.RemoveParticipant},
		{post, "/participants/:ref/answers/remove", member, small, html, s.participants.RemoveAnswers},
		{"DELETE", "/api/v1/participants/:ref/answers", writes, small, json, s.participants.APIRemoveAnswers},
		{put, "/api/v1/participants/:ref", writes, small, json, s.participants.APIPutParticipant},
		{"DELETE", "/api/v1/participants/:ref", writes, small, json, s.participants.APIRemoveParticipant},
		{get, "/api/v1/participants/:ref", reads, small, json, s.participants.APIParticipant},
		{get, "/api/v1/participants", reads, small, json, s.participants.APIParticipants},
		{post, "/api/v1/participants/import", writes, file, json, inTurn(s.participants.APIImport)},
		{get, "/api/v1/participants.csv", writes, small, json, s.participants.ParticipantsCSV},
		{get, "/api/v1/participants.xlsx", writes, small, json, s.participants.ParticipantsSheet},

		// Cohorts
		{get, "/cohorts", viewer, small, html, s.cohorts.ListCohorts},
		{post, "/cohorts", member, small, html, s.cohorts.AddCohort},
		{get, "/cohorts/:id/preview", member, small, html, s.previews.ShowConsent},
		{post, "/cohorts/:id/preview", member, small, html, s.previews.ShowConsent},
		{get, "/cohorts/:id", viewer, small, html, s.cohorts.ShowCohort},
		{post, "/cohorts/:id", member, small, html, s.cohorts.SaveCohort},
		{post, "/cohorts/:id/select", member, small, html, s.cohorts.SelectMembers},
		{post, "/cohorts/:id/draw", member, small, html, s.cohorts.DrawMembers},
		{post, "/cohorts/:id/fill", member, small, html, s.cohorts.FillMembers},
		{post, "/cohorts/:id/ask-again", member, small, html, s.cohorts.AskAgain},
		{post, "/cohorts/:id/end", member, small, html, s.cohorts.EndBeta},
		{post, "/cohorts/:id/invite", member, small, html, s.cohorts.InviteMembers},
		{get, "/cohorts/:id/links", member, small, html, s.cohorts.ConsentLinks},
		{get, "/cohorts/:id/paper", member, small, html, s.cohorts.PrintConsent},
		{get, "/cohorts/:id/joining", viewer, small, html, s.cohorts.ShowJoining},
		{post, "/cohorts/:id/joining", member, small, html, s.cohorts.ChangeJoining},
		{get, "/cohorts/:id/joining/:code", viewer, small, html, s.cohorts.ShowSheet},
		{post, "/cohorts/:id/members/:ref", member, small, html, s.cohorts.MoveMember},
		{get, "/api/v1/cohorts", reads, small, json, s.cohorts.APICohorts},
		{post, "/api/v1/cohorts", writes, small, json, s.cohorts.APIAddCohort},
		{get, "/api/v1/cohorts/:id", reads, small, json, s.cohorts.APICohort},
		{put, "/api/v1/cohorts/:id", writes, small, json, s.cohorts.APIPutCohort},
		{post, "/api/v1/cohorts/:id/select", writes, small, json, s.cohorts.APISelect},
		{post, "/api/v1/cohorts/:id/fill", writes, small, json, s.cohorts.APIFill},
		{post, "/api/v1/cohorts/:id/ask-again", writes, small, json, s.cohorts.APIAskAgain},
		{post, "/api/v1/cohorts/:id/end", writes, small, json, s.cohorts.APIEnd},
		{get, "/api/v1/cohorts/:id/draws", reads, small, json, s.cohorts.APIDraws},
		{get, "/api/v1/cohorts/:id/waiting", reads, small, json, s.cohorts.APIWaiting},
		{get, "/api/v1/cohorts/:id/joining", reads, small, json, s.cohorts.APIJoining},
		{put, "/api/v1/cohorts/:id/joining", writes, small, json, s.cohorts.APISetJoining},
		{post, "/api/v1/cohorts/:id/joining/sheets", writes, small, json, s.cohorts.APIAddSheet},
		{get, "/api/v1/cohorts/:id/joining/requests", writes, small, json, s.cohorts.APIRequests},
		{post, "/api/v1/cohorts/:id/joining/admit", writes, small, json, s.cohorts.APIAdmit},
		{post, "/api/v1/cohorts/:id/joining/decline", writes, small, json, s.cohorts.APIDecline},
		{post, "/api/v1/cohorts/:id/invite", writes, small, json, s.cohorts.APIAskConsent},
		{get, "/api/v1/cohorts/:id/members", reads, small, json, s.cohorts.APIMembers},
		{put, "/api/v1/cohorts/:id/members/:ref", writes, small, json, s.cohorts.APISetState},
		{"DELETE", "/api/v1/cohorts/:id/members/:ref/answers", writes, small, json, s.cohorts.APIRemoveAnswers},

		// Features and what of them participants see
		{get, "/features", viewer, small, html, s.features.ListFeatures},
		{post, "/features", member, small, html, s.features.AddFeature},
		{get, "/features/:key", viewer, small, html, s.features.ShowFeature},
		{post, "/features/:key", member, small, html, s.features.SaveFeature},
		{get, "/features/:key/rollouts", member, small, html, s.features.ChooseRollout},
		{get, "/features/:key/rollouts/:cohort", viewer, small, html, s.features.ShowRollout},
		{post, "/features/:key/rollouts/:cohort", member, small, html, s.features.SaveRollout},
		{post, "/features/:key/rollouts/:cohort/pause", member, small, html, s.features.MakeMove(s.Rollouts.Pause, "flash.rollout_paused")},
		{post, "/features/:key/rollouts/:cohort/resume", member, small, html, s.features.MakeMove(s.Rollouts.Resume, "flash.rollout_resumed")},
		{post, "/features/:key/rollouts/:cohort/step", member, small, html, s.features.MakeMove(s.Rollouts.Step, "flash.rollout_moved")},
		{post, "/features/:key/rollouts/:cohort/roll-back", member, small, html, s.features.MakeMove(s.Rollouts.RollBack, "flash.rollout_back")},
		{post, "/features/:key/rollouts/:cohort/jump", member, small, html, s.features.Jump},
		{post, "/features/:key/rollouts/:cohort/override", member, small, html, s.features.Override},
		{get, "/api/v1/features", reads, small, json, s.features.APIFeatures},
		{put, "/api/v1/features/:key", writes, small, json, s.features.APIPutFeature},
		{get, "/api/v1/features/:key", reads, small, json, s.features.APIFeature},
		{get, "/api/v1/features/:key/rollouts", reads, small, json, s.features.APIRollouts},
		{put, "/api/v1/features/:key/rollout", writes, small, json, s.features.APIPutRollout},
		{get, "/api/v1/features/:key/rollout", reads, small, json, s.features.APIRollout},
		{get, "/api/v1/features/:key/rollout/moves", reads, small, json, s.features.APIMoves},
		{post, "/api/v1/features/:key/rollout/preview", reads, small, json, s.features.APIPreview},
		{post, "/api/v1/features/:key/rollout/pause", writes, small, json, s.features.APIMove(s.Rollouts.Pause)},
		{post, "/api/v1/features/:key/rollout/resume", writes, small, json, s.features.APIMove(s.Rollouts.Resume)},
		{post, "/api/v1/features/:key/rollout/step", writes, small, json, s.features.APIMove(s.Rollouts.Step)},
		{post, "/api/v1/features/:key/rollout/roll-back", writes, small, json, s.features.APIMove(s.Rollouts.RollBack)},
		{post, "/api/v1/features/:key/rollout/jump", writes, small, json, s.features.APIJump},
		{post, "/api/v1/features/:key/rollout/override", writes, small, json, s.features.APIOverride},
		{post, "/ofrep/v1/evaluate/flags", portal, small, ofrep, s.features.EvaluateAll},
		{post, "/ofrep/v1/evaluate/flags/:key", portal, small, ofrep, s.features.EvaluateOne},

		// What is sent
		{get, "/outbox", member, small, html, s.outbox.ShowOutbox},
		{post, "/outbox/halt", member, small, html, s.outbox.HaltOutbox},
		{get, "/outbox/askings/:id", member, small, html, s.start.ShowAsking},
		{get, "/outbox/start", member, small, html, s.start.ShowStart},
		{post, "/outbox/start", member, small, html, s.start.StartSending},
		{post, "/outbox/samples", member, small, html, s.start.SendSamples},
		{get, "/outbox/letters", member, small, html, s.letters.ShowLetters},
		{post, "/outbox/letters", member, small, html, s.letters.PrintLetters},
		{get, "/outbox/letters/:batch", member, small, html, s.letters.ShowSheets},
		{post, "/outbox/returned", member, small, html, s.letters.ReturnLetter},
		{get, "/outbox/texts", member, small, html, s.letters.ShowTexts},
		{post, "/outbox/texts", member, small, html, s.letters.TakeTexts},
		{get, "/outbox/texts.csv", member, small, html, s.letters.TextsCSV},
		{get, "/outbox/calls", member, small, html, s.letters.ShowCalls},
		{post, "/outbox/calls/:id", member, small, html, s.letters.NoteCall},
		{get, "/api/v1/outbox", writes, small, json, s.outbox.APIOutbox},
		{put, "/api/v1/outbox", writes, small, json, s.outbox.APIHaltOutbox},
		{get, "/api/v1/outbox/askings/:id", writes, small, json, s.start.APIAsking},
		{get, "/api/v1/surveys/:id/reach", writes, small, json, s.start.APIReachOfSurvey},
		{get, "/api/v1/polls/:id/reach", writes, small, json, s.start.APIReachOfPoll},
		{post, "/api/v1/outbox/rehearsal", writes, small, json, s.start.APIRehearse},
		{post, "/api/v1/outbox/bounces", bounces, small, json, s.outbox.APIBounces},
		{get, "/api/v1/outbox/batches", writes, small, json, s.letters.APIBatches},
		{post, "/api/v1/outbox/batches", writes, small, json, s.letters.APIHandOut},
		{get, "/api/v1/outbox/letters", writes, small, json, s.letters.APILetters},
		{post, "/api/v1/outbox/returned", writes, small, json, s.letters.APIReturnLetter},
		{get, "/api/v1/outbox/texts.csv", writes, small, json, s.letters.TextsCSV},
		{get, "/api/v1/outbox/calls", writes, small, json, s.letters.APICalls},
		{post, "/api/v1/outbox/calls/:id", writes, small, json, s.letters.APINoteCall},

		// Polls
		{get, "/polls", viewer, small, html, s.polls.ListPolls},
		{post, "/polls", member, small, html, s.polls.AddPoll},
		{get, "/polls/:id/preview", member, small, html, s.previews.ShowPoll},
		{post, "/polls/:id/preview", member, small, html, s.previews.ShowPoll},
		{get, "/polls/:id", viewer, small, html, s.polls.ShowPollPage},
		{post, "/polls/:id", member, small, html, s.polls.SavePoll},
		{post, "/polls/:id/publish", member, small, html, s.polls.PublishPoll},
		{post, "/polls/:id/close", member, small, html, s.polls.ClosePoll},
		{post, "/polls/:id/count", member, small, html, s.polls.CountByCode},
		{post, "/polls/:id/invite", member, small, html, s.polls.InviteToPoll},
		{get, "/polls/:id/links", member, small, html, s.polls.PollLinks},
		{post, "/polls/:id/links", member, small, html, s.polls.HandOutPollLinks},
		{get, "/polls/:id/poster", viewer, small, html, s.polls.ShowPoster},
		{get, "/polls/:id/results", viewer, small, html, s.polls.ShowPollResults},
		{get, "/api/v1/polls", reads, small, json, s.polls.APIPolls},
		{post, "/api/v1/polls", writes, small, json, s.polls.APIAddPoll},
		{get, "/api/v1/polls/:id", reads, small, json, s.polls.APIPoll},
		{put, "/api/v1/polls/:id", writes, small, json, s.polls.APIPutPoll},
		{post, "/api/v1/polls/:id/publish", writes, small, json, s.polls.APIPublishPoll},
		{post, "/api/v1/polls/:id/close", writes, small, json, s.polls.APIClosePoll},
		{post, "/api/v1/polls/:id/count", writes, small, json, s.polls.APICountPoll},
		{post, "/api/v1/polls/:id/invitations", writes, small, json, s.polls.APIInviteToPoll},
		{post, "/api/v1/polls/:id/invitations/reissue", writes, small, json, s.polls.APIReissue},
		{get, "/api/v1/polls/:id/results", reads, small, json, s.polls.APIPollResults},

		// The plan and what stands around it
		{get, "/plan", viewer, small, html, s.plans.NewestPlan},
		{post, "/plan", member, small, html, s.plans.AddPlan},
		{get, "/plan/:id", viewer, small, html, s.plans.ShowPlan},
		{post, "/plan/:id", member, small, html, s.plans.SaveChange},
		{post, "/plan/:id/try", member, small, html, s.plans.TryChange},
		{post, "/plan/:id/adopt", member, small, html, s.plans.AdoptPlan},
		{get, "/plan/:id/tell/:key", member, small, html, s.plans.ShowTell},
		{post, "/plan/:id/tell/:key", member, small, html, s.plans.Tell},
		{get, "/plan/:id/plan.csv", viewer, small, html, s.site.Traced(auth.TookPlan, "id", s.plans.PlanCSV)},
		{get, "/plan/:id/plan.ics", viewer, small, html, s.site.Traced(auth.TookPlan, "id", s.plans.PlanCalendar)},
		{get, "/calendar", viewer, small, html, s.plans.ShowCalendar},
		{post, "/calendar", viewer, small, html, s.plans.MakeCalendar},
		{post, "/calendar/end", viewer, small, html, s.plans.EndCalendar},
		{get, "/calendar/:token", open, small, plain, s.plans.Subscription},
		{get, "/charter", viewer, small, html, s.charter.ShowCharter},
		{post, "/charter", member, small, html, s.charter.AddEntry},
		{get, "/charter/:id", viewer, small, html, s.charter.ShowEntry},
		{post, "/charter/:id", member, small, html, s.charter.SaveEntry},
		{post, "/charter/:id/tick", member, small, html, s.charter.TickEntry},
		{post, "/charter/:id/remove", member, small, html, s.charter.RemoveEntry},
		{get, "/api/v1/plans", reads, small, json, s.plans.APIPlans},
		{post, "/api/v1/plans", writes, small, json, s.plans.APIAddPlan},
		{get, "/api/v1/plans/:id", reads, small, json, s.plans.APIPlan},
		{post, "/api/v1/plans/:id/changes", writes, small, json, s.plans.APIChangePlan},
		{post, "/api/v1/plans/:id/adopt", writes, small, json, s.plans.APIAdoptPlan},
		{post, "/api/v1/plans/:id/tell", writes, small, json, s.plans.APITell},
		{get, "/api/v1/charter", reads, small, json, s.charter.APICharter},
		{post, "/api/v1/charter", writes, small, json, s.charter.APIAddEntry},
		{get, "/api/v1/charter/:id", reads, small, json, s.charter.APIEntry},
		{put, "/api/v1/charter/:id", writes, small, json, s.charter.APIPutEntry},
		{post, "/api/v1/charter/:id/tick", writes, small, json, s.charter.APITickEntry},
		{"DELETE", "/api/v1/charter/:id", writes, small, json, s.charter.APIRemoveEntry},

		// Surveys
		{get, "/kiosk", member, small, html, s.surveys.ShowKiosk},
		{post, "/kiosk", member, small, html, s.surveys.LeaveKiosk},
		{get, "/surveys", viewer, small, html, s.surveys.ListSurveys},
		{post, "/surveys", member, small, html, s.surveys.AddSurvey},
		{get, "/surveys/:id/preview", member, small, html, s.previews.ShowSurvey},
		{post, "/surveys/:id/preview", member, small, html, s.previews.ShowSurvey},
		{get, "/surveys/:id", viewer, small, html, s.surveys.ShowSurvey},
		{post, "/surveys/:id", member, small, html, s.surveys.RenameSurvey},
		{post, "/surveys/:id/publish", member, small, html, s.surveys.PublishSurvey},
		{post, "/surveys/:id/close", member, small, html, s.surveys.CloseSurvey},
		{post, "/surveys/:id/invite", member, small, html, s.surveys.InviteToSurvey},
		{get, "/surveys/:id/links", member, small, html, s.surveys.SurveyLinks},
		{post, "/surveys/:id/links", member, small, html, s.surveys.HandOutSurveyLinks},
		{get, "/surveys/:id/paper", member, small, html, s.surveys.PrintSurvey},
		{get, "/surveys/:id/enter", member, small, html, s.surveys.AskWhose},
		{get, "/surveys/:id/enter/:ref", member, small, html, s.surveys.ShowEntry},
		{post, "/surveys/:id/enter/:ref", member, small, html, s.surveys.TakeEntry},
		{get, "/surveys/:id/results", viewer, small, html, s.surveys.ShowResults},
		{get, "/surveys/:id/responses.csv", takes, small, html, s.surveys.ExportCSV},
		{get, "/surveys/:id/responses.xlsx", takes, small, html, s.surveys.ExportSheet},
		{get, "/surveys/:id/responses.ndjson", takes, small, html, s.surveys.ExportNDJSON},
		{get, "/surveys/:id/questions/new", member, small, html, s.surveys.NewQuestion},
		{post, "/surveys/:id/questions/new", member, small, html, s.surveys.AddQuestion},
		{get, "/surveys/:id/questions/:question", member, small, html, s.surveys.ShowQuestion},
		{post, "/surveys/:id/questions/:question", member, small, html, s.surveys.SaveQuestion},
		{post, "/surveys/:id/questions/:question/move", member, small, html, s.surveys.MoveQuestion},
		{get, "/api/v1/surveys", reads, small, json, s.surveys.APISurveys},
		{post, "/api/v1/surveys", writes, small, json, s.surveys.APIAddSurvey},
		{get, "/api/v1/surveys/:id", reads, small, json, s.surveys.APISurvey},
		{put, "/api/v1/surveys/:id", writes, small, json, s.surveys.APIPutSurvey},
		{post, "/api/v1/surveys/:id/publish", writes, small, json, s.surveys.APIPublish},
		{post, "/api/v1/surveys/:id/close", writes, small, json, s.surveys.APIClose},
		{post, "/api/v1/surveys/:id/invitations", writes, small, json, s.surveys.APIInvite},
		{post, "/api/v1/surveys/:id/invitations/reissue", writes, small, json, s.surveys.APIReissueSurvey},
		{post, "/api/v1/surveys/:id/responses", writes, small, json, s.surveys.APIEnter},
		{get, "/api/v1/surveys/:id/results", reads, small, json, s.surveys.APIResults},
		{get, "/api/v1/surveys/:id/responses.csv", writes, small, json, s.surveys.ExportCSV},
		{get, "/api/v1/surveys/:id/responses.xlsx", writes, small, json, s.surveys.ExportSheet},
		{get, "/api/v1/surveys/:id/responses.ndjson", writes, small, json, s.surveys.ExportNDJSON},

		// What happens in the portal
		{get, "/events", member, small, html, events.Form},
		{post, "/events", member, file, html, inTurn(events.Take)},
		{get, "/events/template.csv", member, small, html, events.Template},
		{get, "/events/:id", member, small, html, events.One},
		{post, "/events/:id", member, small, html, events.Act},
		{get, "/events/:id/not-counted.csv", member, small, html, events.BadRows},
		{post, "/api/v1/events", portal, batch, json, s.events.Turns.In(s.events.APIEvents)},
		{post, "/api/v1/events/import", portal, file, json, inTurn(s.events.APIEventFile)},

		// What people report, and what the team makes of it
		{get, "/board", member, small, html, s.bumps.ShowBoard},
		{get, "/board/settings", member, small, html, s.bumps.ShowSettings},
		{post, "/board/settings", member, small, html, s.bumps.SaveSettings},
		{get, "/board/:id", member, small, html, s.bumps.ShowCard},
		{post, "/board/:id", member, small, html, s.bumps.JudgeCard},
		{post, "/board/:id/move", member, small, html, s.bumps.MoveCard},
		{post, "/board/:id/decide", member, small, html, s.bumps.DecideCard},
		{post, "/board/:id/alternatives", member, small, html, s.bumps.WeighCard},
		{post, "/board/:id/comments", member, small, html, s.bumps.CommentCard},
		{post, "/board/:id/take", member, small, html, s.bumps.TakeConcern},
		{post, "/board/:id/merge", member, small, html, s.bumps.MergeCard},
		{post, "/board/:id/split", member, small, html, s.bumps.SplitCard},
		{get, "/api/v1/bumps", writes, small, json, s.bumps.APIBumps},
		{post, "/api/v1/bumps", writes, small, json, s.bumps.APIReport},
		{get, "/api/v1/bumps/:id", writes, small, json, s.bumps.APIBump},
		{patch, "/api/v1/bumps/:id", writes, small, json, s.bumps.APIChange},
		{post, "/api/v1/bumps/:id/join", writes, small, json, s.bumps.APIJoin},

		// What came of it, and the server's own matters
		{get, "/reports", viewer, small, html, s.reports.Reports},
		{get, "/reports/pack", viewer, small, html, s.reports.MeetingPack},
		{get, "/reports/:table", viewer, small, html, s.site.Traced(auth.TookReport, "table", s.reports.ReportCSV)},
		{get, "/api/v1/reports/adoption", reads, small, json, s.reports.APIAdoption},
		{get, "/audit", manager, small, html, s.settings.ShowAudit},
		{get, "/settings", manager, small, html, s.settings.SettingsForm},
		{post, "/settings", manager, small, html, s.settings.SaveSettings},
		{get, "/api/v1/settings", manages, small, json, s.settings.APISettings},
		{put, "/api/v1/settings", manages, small, json, s.settings.APIPutSettings},
		{post, "/settings/keys", rules, small, html, s.settings.AddKey},
		{post, "/settings/keys/:id", manager, small, html, s.settings.RemoveKey},
		{post, "/settings/staff", rules, small, html, s.settings.AddStaff},
		{post, "/settings/staff/:id", rules, small, html, s.settings.ChangeStaff},
	}
}
