package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// BallotPage is a poll to answer. It posts to Path: rank.FEATURE, dots.FEATURE, rating.FEATURE, kano.FEATURE.with,
// kano.FEATURE.without, best.N and worst.N, group from who came by a code, _seed as it stands here, _change=yes where the
// answer takes the place of one that was sent from the same browser, and one of the buttons: _add=FEATURE, _remove=FEATURE,
// or _action with check or submit.
type BallotPage struct {
	page.Page
	Title    string
	Method   string // rank, dots, maxdiff, kano, rating
	Guide    string // what to do, in a sentence or two
	Promise  string // whether it is named or secret, and what that means
	Voted    bool   // an answer was sent before, and this takes its place
	Shared   bool   // it was sent from this browser, which others may use
	Seed     string // empty: there is none to send back
	Groups   *page.Question
	Rows     []BallotRow     // rank, dots
	Features []BallotFeature // rating, kano
	Sets     []BallotSet     // maxdiff
}

// Template returns the name of the page's template.
func (BallotPage) Template() string { return "answer/ballot" }

// Keeps keeps what was typed when the reader switches; the Enter key sends nothing.
func (BallotPage) Keeps() string { return "check" }

// BallotRow is a feature that gets a number.
type BallotRow struct {
	Key    string
	Field  string
	Name   string
	About  string
	Value  string
	Error  string
	Choose string // what the button says that gives it the next place; empty: none
	Remove string // what the button says that takes its place away; empty: none
}

// BallotFeature is a feature about which something is asked.
type BallotFeature struct {
	Name      string
	About     string
	Questions []page.Question
}

// BallotSet is a few features of which the most and the least important are asked.
type BallotSet struct {
	Title        string
	Best, Worst  string // the fields
	BestProblem  string
	WorstProblem string
	Rows         []SetRow
}

// SetRow is one feature of a set.
type SetRow struct {
	Key    string
	Name   string
	About  string
	Best   bool
	Worst  bool
	Letter int // its position, from 0
}

// ballotCookie holds the random token by which a browser that came by a code votes once.
const ballotCookie = "soundings_ballot"

// ShowPoll shows the poll behind an open code.
func (s *Pages) ShowPoll(c echo.Context) error {
	return s.showBallot(c, s.voter(c, contact.Invitation{}))
}

// AnswerPoll takes a ballot that comes by an open code.
func (s *Pages) AnswerPoll(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	return s.takeBallot(c, s.voter(c, contact.Invitation{}), form, switched)
}

// showPoll shows the poll of an invitation.
func (s *Pages) showPoll(c echo.Context, i contact.Invitation) error {
	return s.showBallot(c, s.voter(c, i))
}

// takePoll takes a ballot that comes by a personal link.
func (s *Pages) takePoll(c echo.Context, i contact.Invitation, form url.Values, switched bool) error {
	return s.takeBallot(c, s.voter(c, i), form, switched)
}

// voter returns who comes by an invitation, or else by the code in the address. Whoever may share a link or a code with
// others gets a token for their browser when they open it.
func (s *Pages) voter(c echo.Context, i contact.Invitation) polls.Voter {
	v := polls.Voter{Invitation: i, Code: c.Param("code")}
	if i.ID != "" && i.Group != cohorts.Practice {
		return v
	}
	if kept := s.Remembered(c, ballotCookie); len(kept) <= 64 {
		v.Browser = kept
	}
	if v.Browser == "" && c.Request().Method == http.MethodGet {
		v.Browser = s.newBrowser(c)
	}
	return v
}

// newBrowser gives a browser another token, by which it is somebody who has not answered yet.
func (s *Pages) newBrowser(c echo.Context) string {
	token := base.NewID(s.Rand)
	s.Remember(c, ballotCookie, token, page.SwitchLife)
	return token
}

// showBallot shows the ballot of a voter, or what became of the one that they sent.
func (s *Pages) showBallot(c echo.Context, v polls.Voter) error {
	sheet, err := s.Polls.Open(c.Request().Context(), v)
	switch {
	case err != nil:
		return s.noBallot(c, err)
	case c.QueryParam("sent") != "" && (sheet.Voted || sheet.Status == polls.Again || sheet.Poll.Secret && sheet.Status == polls.Asking):
		return s.voted(c, v, sheet.Poll)
	default:
		return s.showPaper(c, v, sheet, http.StatusOK)
	}
}

// noBallot says that a code is none, or returns another fault.
func (s *Pages) noBallot(c echo.Context, err error) error {
	if base.IsCode(err, base.NotFound) {
		if err := s.Auth.Visitors().GuessedLink(c.Request().Context(), c.RealIP()); err != nil {
			return err
		}
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown_code", Back: "/"})
	}
	return err
}

// takeBallot keeps a ballot, or shows it again: with a feature more or less in the order, with what is wrong, or as a switch
// asks.
func (s *Pages) takeBallot(c echo.Context, v polls.Voter, form url.Values, switched bool) error {
	ctx := c.Request().Context()
	action := form.Get("_action")
	if switched {
		action = "check"
	}
	if away, err := s.turnedAway(c, v, action == "submit"); away {
		return err
	}
	switch action {
	case "change":
		return s.changeBallot(c, v, form)
	case "another":
		v.Browser = s.newBrowser(c)
	default:
		v.Change = form.Get("_change") != ""
	}
	if action != "submit" {
		sheet, err := s.Polls.Preview(ctx, v, polls.Values(form), form.Get("_add"), form.Get("_remove"))
		if err != nil {
			return err
		}
		if switched && form.Get("_again") != "" && sheet.Status == polls.Asking {
			sheet.Status = polls.Again
		}
		return s.showPaper(c, v, sheet, http.StatusOK)
	}
	sheet, err := s.Polls.Cast(ctx, v, polls.Values(form))
	switch {
	case err != nil:
		return err
	case sheet.Status == polls.Done:
		return c.Redirect(http.StatusSeeOther, c.Request().URL.Path+"?sent=1")
	case sheet.Status == polls.Again:
		return s.askWho(c, v, sheet.Poll, form, http.StatusConflict)
	default:
		return s.showPaper(c, v, sheet, http.StatusUnprocessableEntity)
	}
}

// turnedAway answers who sends a ballot by a code that is none, too fast, or without the token of their browser, and reports
// whether it did.
func (s *Pages) turnedAway(c echo.Context, v polls.Voter, submit bool) (bool, error) {
	if v.Invitation.ID == "" {
		p, err := s.Polls.ByCode(c.Request().Context(), v.Code) // only codes that there are take room in the turnstile's memory
		if err != nil {
			return true, s.noBallot(c, err)
		}
		if submit && v.Browser != "" {
			if wait, err := s.mayPass(c, p); err != nil || wait > 0 {
				return true, s.tooFast(c, wait, err)
			}
		}
	}
	if v.Browser == "" && (v.Invitation.ID == "" || v.Invitation.Group == cohorts.Practice) {
		return true, s.message(c, v.Invitation.Language, http.StatusUnprocessableEntity, page.MessagePage{Kind: "no_cookie", Back: c.Request().URL.Path})
	}
	return false, nil
}

// pollOutcomes says how each status that is no ballot is shown.
var pollOutcomes = map[polls.Status]outcome{
	polls.NotYet:    {"poll_not_yet", http.StatusNotFound},
	polls.IsClosed:  {"poll_closed", http.StatusGone},
	polls.IsExpired: {"expired", http.StatusGone},
	polls.NotAsked:  {"poll_not_asked", http.StatusGone},
	polls.HasLeft:   {"left", http.StatusGone},
	polls.IsOver:    {"over", http.StatusGone},
	polls.IsRemoved: {"removed", http.StatusGone},
}

// showPaper shows a ballot, or why there is none.
func (s *Pages) showPaper(c echo.Context, v polls.Voter, sheet polls.Sheet, status int) error {
	if why, ok := pollOutcomes[sheet.Status]; ok {
		return s.noQuestions(c, v.Invitation, why, func(frame page.Page) []page.TypedAnswer {
			frame.Form.Values = url.Values(sheet.Typed)
			return ballotForm{frame, sheet, v}.typed()
		})
	}
	if sheet.Status == polls.Again {
		return s.askWho(c, v, sheet.Poll, url.Values(sheet.Typed), status)
	}
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	frame.Report = reportPath(s, v.Invitation)
	frame.Form = page.Form{Values: url.Values(sheet.Typed), Problems: page.SayFields(frame.Printer, sheet.Errors)}
	return s.Render(c, status, ballotForm{frame, sheet, v}.view())
}
