package page

import "soundings/web/texts"

// The parts of a page of the team, drawn by parts_anatomy.gohtml: a Head, then sections behind Tabs or in a second column
// (class "columns"), with lists as Tables.

// Head is the top of a page of one thing. {{template "page.head" .Head}}
type Head struct {
	texts.Printer
	Above Link   // what the thing belongs to; no text: nothing
	Name  string // the page's one h1
	State Badge  // no text: it has none
	Facts []Fact // two or three
	Next  Act    // the next step, as the one filled button; no text: there is none
	More  []Act  // all other acts, in a menu that opens without a script
}

// Fact is one thing to know of what a page is about.
type Fact struct {
	Label string
	Value string
	Href  string // what is behind it; empty: nothing
}

// Act is something that can be done: a link to its page, or a button that posts.
type Act struct {
	Text  string
	Href  string
	Posts bool
	Stops bool // cannot be undone: it leads to a page that asks for the name
}

// Tabs lead to the sections of a page: links, so that each has an address. {{template "page.tabs" .Tabs}}
type Tabs struct {
	Label string // what they are the sections of
	Items []Tab
}

// Tab is one section.
type Tab struct {
	Text  string
	Count string // how many there are in it; empty: not counted
	Href  string
	Here  bool // it is the one that is shown
}

// Table is a list with a heading for each column. Under 40 rem each row becomes a card of label and value; its first cell
// is what the card is called. {{template "page.table" .Table}}
type Table struct {
	Caption string // what it lists
	Columns []Column
	Rows    [][]Cell // as many in each as there are columns
	Empty   string   // what to do first, where there is no row
}

// Column is one column of a Table.
type Column struct {
	Name    string
	Numbers bool
}

// Cell is one value of a Table: a text, which may lead somewhere, or a state.
type Cell struct {
	Text  string
	Href  string
	State Badge
}

// anatomyPage is the example of all parts together.
type anatomyPage struct {
	Page
	Head    Head
	Tabs    Tabs
	Members Table
	None    Table
	History []Happening
}

// Template returns the name of the page's template.
func (anatomyPage) Template() string { return "page/anatomy" }

// exampleAnatomy returns a page of a cohort as one with these parts would be.
func exampleAnatomy(frame Page) anatomyPage {
	columns := []Column{
		{Name: frame.T("participants.ref")}, {Name: frame.T("participants.name")}, {Name: frame.T("surveys.state")}, {Name: frame.T("results.answers"), Numbers: true},
	}
	at := func(section string) string { return frame.Path + "?show=" + section }
	return anatomyPage{
		Page: frame,
		Head: Head{
			Printer: frame.Printer, Above: Link{frame.T("menu.cohorts"), "/cohorts"}, Name: "Secure messaging, first round",
			State: Badge{frame.T("state.agreed"), "active"},
			Facts: []Fact{{frame.T("state.invited"), "240", at("members")}, {frame.T("state.agreed"), "187", at("members")}, {frame.T("state.declined"), "12", ""}},
			Next:  Act{Text: frame.T("cohorts.ask_again"), Href: frame.Path + "/ask-again", Posts: true},
			More:  []Act{{Text: frame.T("links.consent"), Href: frame.Path + "/links"}, {Text: frame.T("cohorts.end"), Href: frame.Path + "/end", Stops: true}},
		},
		Tabs: Tabs{frame.T("menu.cohorts"), []Tab{
			{frame.T("menu.participants"), "240", at("members"), true}, {frame.T("menu.surveys"), "2", at("surveys"), false}, {frame.T("history.title"), "", at("history"), false},
		}},
		Members: Table{Caption: frame.T("menu.participants"), Columns: columns, Rows: [][]Cell{
			{{Text: "P-0001", Href: "/participants/P-0001"}, {Text: "María José Álvarez-Montenegro"}, {State: Badge{frame.T("state.agreed"), "active"}}, {Text: "3"}},
			{{Text: "P-0002", Href: "/participants/P-0002"}, {Text: "Sam Lee"}, {State: Badge{frame.T("state.declined"), "stopped"}}, {Text: "0"}},
			{{Text: "P-0003", Href: "/participants/P-0003"}, {Text: ""}, {State: Badge{frame.T("state.invited"), "waiting"}}, {Text: "12"}},
		}},
		None:    Table{Caption: frame.T("menu.surveys"), Columns: columns, Empty: frame.T("links.none")},
		History: ExampleHistory(),
	}
}
