package texts

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
)

// prefixes are the beginnings of ids whose rest is known only when they are said: the states of the domain, for
// example. Each must occur in a file as it stands here, or have its reason.
var prefixes = []string{
	"state.", "group.", "hours.", "day.", "outbox.state.", "outbox.why.", "outbox.by.", "outbox.none_due.", "calls.outcome.", "letters.paper.", "letters.as.", "protocol.ready.", "invitation.", "survey.state.", "role.", "language.", "month.", "message.", "act.",
	"plans.kind.", "plans.about.", "plans.figure.", "plans.unit.", "reports.standing.", "plans.work.", "plans.session.", "plans.standing.", "polls.counted.", "polls.kano.", "ballots.group.", "ballots.feel.", "question.op.", "consent.", "stage.", "rollouts.state.", "rollouts.outside.", "rollouts.resume_means.", "upload.state.", "upload.letters.", "events.column.", "events.every.", "events.dates.", "channel.", "assent.", "funnel.", "results.by.", "mode.", "paper.test.", "results.told.", "audit.kind.", "reports.by_portal.", "reports.by_feature.", "today.backup_fault.", "today.due.", "bump.state.", "bump.severity.", "bump.place.", "bump.kind.", "bump.to.", "bump.back.", "bump.note.", "bump.fixed.", "outbox.by_hand.", "participants.broken.", "features.must.", "report.place.", "receipt.state.", "announcement.change.", "announcement.draft.", "tell.audience.", "tell.way.", "seat.", "seat.ready.", "evidence.source.", "reports.mark.", "announcement.slip.", "quote.state.", "webhook.type.",
}

// sayers are the functions that take a text's id, and which argument it is. What follows it are pairs.
var sayers = map[string]int{"T": 0, "Refuse": 1, "refuse": 0, "bad": 1, "Bad": 1, "invalid": 1, "one": 4}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

// uses is what the module says.
type uses struct {
	areas map[string]bool     // the first words of ids, so that "style.css" is not taken for one
	acts  map[string]bool     // the first words of acts
	ids   map[string][]string // and where
	begun map[string]bool     // prefixes that occur
	known map[token.Pos]bool  // literals of the file at hand that are understood already
	calls []call
}

// call is a place where a text is said with all that it mentions in plain sight.
type call struct {
	id, place string
	names     []string
}

// byPrefix reports whether an id may be said by its prefix.
func (u *uses) byPrefix(id string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(id, p) && u.begun[p] {
			return true
		}
	}
	return false
}

// literal takes in a string that may be an id or the beginning of one.
func (u *uses) literal(text, place string) {
	area, _, dotted := strings.Cut(text, ".")
	switch {
	case !dotted || !u.areas[area]:
	case strings.HasSuffix(text, "."):
		u.begun[text] = true
	case idPattern.MatchString(text):
		u.ids[text] = append(u.ids[text], place)
	}
}

// begins reports whether a text may name an act: "cohort.save".
func (u *uses) begins(text string) bool {
	area, _, _ := strings.Cut(text, ".")
	return idPattern.MatchString(text) && (u.areas[area] || u.acts[area])
}

// findUses reads every Go file and every template of the module.
func findUses(t *testing.T) *uses {
	t.Helper()
	u := &uses{areas: map[string]bool{}, acts: map[string]bool{}, ids: map[string][]string{}, begun: map[string]bool{}}
	for id := range catalogueOf(t, "en") {
		area, rest, _ := strings.Cut(id, ".")
		u.areas[area] = true
		if area == "act" {
			act, _, _ := strings.Cut(rest, ".")
			u.acts[act] = true
		}
	}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
			return nil
		case strings.HasSuffix(path, ".go"):
			return u.goFile(path)
		case strings.HasSuffix(path, ".gohtml"):
			return u.templateFile(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range prefixes {
		if !u.begun[p] {
			t.Errorf("nobody says a text by the prefix %q", p)
		}
	}
	return u
}

func (u *uses) goFile(path string) error {
	set := token.NewFileSet()
	u.known = map[token.Pos]bool{}
	acts := strings.Contains(filepath.ToSlash(path), "/server/store/")              // its other literals name acts, which the audit page says
	notices := strings.HasSuffix(filepath.ToSlash(path), "/cohorts/base/notice.go") // and of these types of notices
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			u.tags(n, set)
			return n.Tag == nil
		case *ast.BasicLit:
			text, ok := stringOf(n)
			switch {
			case !ok || u.known[n.Pos()]:
			case acts && u.begins(text):
				u.ids["act."+text] = append(u.ids["act."+text], set.Position(n.Pos()).String())
			case notices && idPattern.MatchString(text):
				u.ids["webhook.type."+text] = append(u.ids["webhook.type."+text], set.Position(n.Pos()).String())
			default:
				u.literal(text, set.Position(n.Pos()).String())
			}
		case *ast.CallExpr:
			u.goCall(n, set.Position(n.Pos()).String())
		}
		return true
	})
	return nil
}

// tags takes in the texts of a struct's validate tags: base.Check says "error.TAG".
func (u *uses) tags(field *ast.Field, set *token.FileSet) {
	if field.Tag == nil {
		return
	}
	tag, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return
	}
	place := set.Position(field.Pos()).String()
	for _, rule := range strings.Split(reflect.StructTag(tag).Get("validate"), ",") {
		switch name, _, _ := strings.Cut(rule, "="); name {
		case "", "omitempty", "dive", "keys", "endkeys":
		case "required_without", "required_if", "required_with":
			u.ids["error.required"] = append(u.ids["error.required"], place)
		case "datetime":
			for _, of := range []string{"error.date", "error.time"} {
				u.ids[of] = append(u.ids[of], place)
			}
		case "max", "min":
			for _, of := range []string{"", "_length", "_items"} {
				u.ids["error."+name+of] = append(u.ids["error."+name+of], place)
			}
		default:
			u.ids["error."+name] = append(u.ids["error."+name], place)
		}
	}
}

func (u *uses) goCall(n *ast.CallExpr, place string) {
	name := ""
	called := n.Fun
	if generic, ok := called.(*ast.IndexExpr); ok { // one[cohortDoc](…)
		called = generic.X
	}
	switch f := called.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if name == "FormValue" && len(n.Args) == 1 { // the name of a form's field may look like an id: "key.name"
		u.known[n.Args[0].Pos()] = true
	}
	at, ok := sayers[name]
	if !ok || len(n.Args) <= at {
		return
	}
	id, ok := stringOf(n.Args[at])
	if !ok || !idPattern.MatchString(id) {
		return
	}
	u.known[n.Args[at].Pos()] = true
	u.ids[id] = append(u.ids[id], place)
	use := call{id: id, place: place}
	for i := at + 1; i < len(n.Args); i += 2 {
		name, ok := stringOf(n.Args[i])
		if !ok {
			return
		}
		use.names = append(use.names, name)
	}
	u.calls = append(u.calls, use)
}

func stringOf(n ast.Expr) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func (u *uses) templateFile(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	tree := parse.New(path)
	tree.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := tree.Parse(string(content), "", "", set); err != nil {
		return err
	}
	for name, t := range set {
		u.node(t.Root, fmt.Sprintf("%s, %q", path, name))
	}
	return nil
}

// node walks a template. Every kind of node that holds others is a struct or a list of them.
func (u *uses) node(n parse.Node, place string) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			u.node(child, place)
		}
	case *parse.ActionNode:
		u.node(n.Pipe, place)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, c := range n.Cmds {
			u.command(c, place)
		}
	case *parse.IfNode:
		u.branch(&n.BranchNode, place)
	case *parse.RangeNode:
		u.branch(&n.BranchNode, place)
	case *parse.WithNode:
		u.branch(&n.BranchNode, place)
	case *parse.TemplateNode:
		u.node(n.Pipe, place)
	case *parse.ChainNode:
		u.node(n.Node, place)
	case *parse.StringNode:
		u.literal(n.Text, place)
	}
}

func (u *uses) branch(n *parse.BranchNode, place string) {
	u.node(n.Pipe, place)
	u.node(n.List, place)
	u.node(n.ElseList, place)
}

// command takes in a call such as .T "form.page" "Number" .Number.
func (u *uses) command(n *parse.CommandNode, place string) {
	args := n.Args
	if strings.HasSuffix(args[0].String(), ".Field") { // as in goCall
		args = args[min(2, len(args)):]
	}
	for _, arg := range args {
		u.node(arg, place)
	}
	if len(n.Args) < 2 || !strings.HasSuffix(n.Args[0].String(), ".T") {
		return
	}
	id, ok := n.Args[1].(*parse.StringNode)
	if !ok {
		return
	}
	u.ids[id.Text] = append(u.ids[id.Text], place)
	use := call{id: id.Text, place: place}
	for i := 2; i < len(n.Args); i += 2 {
		if name, ok := n.Args[i].(*parse.StringNode); ok {
			use.names = append(use.names, name.Text)
		}
	}
	u.calls = append(u.calls, use)
}
