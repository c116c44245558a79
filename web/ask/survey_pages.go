package ask

import (
	"html/template"

	"soundings/web/page"
)

// SurveysPage lists surveys and makes a new one: fields "title_en", "title_es".
type SurveysPage struct {
	page.Page
	Rows  []SurveyRow
	Pager page.Pager
}

// SurveyRow is one survey in a list.
type SurveyRow struct {
	Title     string
	Href      string
	State     page.Badge
	Invited   string
	Completed string
	Since     string
}

// SurveyPage shows one survey: its state, its next step and its questions. Fields of a draft: "title_en", "title_es".
// To invite: "cohort" or "refs", "expires".
type SurveyPage struct {
	page.Page
	ID        string
	Title     string
	State     page.Badge
	Draft     bool
	Open      bool
	Closed    bool
	Version   string // empty in a draft that was never published
	Wording   string // which wording of an instrument is used; empty: no instrument
	Questions []QuestionRow
	Preview   string        // address of the survey as participants see it; empty: none
	Figures   []page.Figure // invited, started, completed
	Cohorts   []page.Option // that may be invited, each with how many agreed; the first stands for none
	Expires   string        // the date suggested
	History   []page.Happening
}

// QuestionRow is one question in a survey's list, in order.
type QuestionRow struct {
	ID       string
	Href     string
	Page     int
	NewPage  bool // the first of its page
	Type     string
	Text     string
	Required bool
	ShowIf   string // in words; empty: always shown
	Missing  string // the language that has no text yet; empty: none
	Up, Down bool   // it may move there
}

// QuestionPage edits one question of a draft. Fields: "id", "type", "page", "text_en", "text_es", "help_en", "help_es",
// "options" (one a line: value = English | Spanish), "min", "max", "earliest", "latest", "low_en", "low_es", "high_en", "high_es",
// "max_length", "max_choices", "required", "show_question", "show_op", "show_value". _action is save or delete.
type QuestionPage struct {
	page.Page
	Survey    page.Link
	New       bool
	ID        string
	Type      string // as in the survey, or an instrument's id; empty: the type is chosen first, by a link ?type=
	TypeName  string
	Kind      string // whose template has the fields that only some kinds have
	Answered  bool   // it takes an answer, which help may explain and which may be required
	Wording   string // of an instrument: in which words its items come; empty: the question has a text of its own
	Types     []KindChoice
	Pages     []page.Option
	Questions []page.Option // that may decide whether this one is shown; the first stands for none; only that: no choice
	Ops       []page.Option
	Condition string // when it is shown, where that is more than the form can hold: it stays; empty otherwise
}

// KindChoice is a kind of question that can be added.
type KindChoice struct {
	Value string
	Text  string
	About string // when to use it
}

// HasHelp reports whether the question has a help text already.
func (p QuestionPage) HasHelp() bool {
	return p.Form.Value("help_en") != "" || p.Form.Value("help_es") != ""
}

// ResultsPage shows what was answered.
type ResultsPage struct {
	page.Page
	Survey    page.Link
	State     page.Badge
	Figures   []page.Figure
	Withheld  string // why there are no figures at all; empty: there are
	Scores    []ScoreResult
	Questions []QuestionResult
	CSV       string // addresses of the answers; empty: not for this reader
	NDJSON    string
}

// ScoreResult is an instrument's score.
type ScoreResult struct {
	Name     string
	Chart    template.HTML
	Figures  []page.Figure
	Wording  string // which wording was used
	Withheld string
	Items    []QuestionResult
}

// QuestionResult is what was answered to one question.
type QuestionResult struct {
	Kind     string // whose template draws it
	ID       string
	Text     string
	N        string // "Answered by 213 of 240"
	Chart    template.HTML
	Figures  []page.Figure
	Note     string // where to read free texts
	Withheld string
}

func (SurveysPage) Template() string { return "ask/surveys" }

func (SurveyPage) Template() string { return "ask/survey" }

func (QuestionPage) Template() string { return "ask/question" }

func (ResultsPage) Template() string { return "ask/results" }
