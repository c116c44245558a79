package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// documents are the types that lie in each collection.
func documents() map[string][]document {
	return map[string][]document{
		marks:         {&markDoc{}},
		settings:      {&clinicDoc{}, &rosterDoc{}, &lastReadingDoc{}, &readingsDoc{}, &upgradesDoc{}, &backupDoc{}, &haltDoc{}, &teamDoc{}, &rotaDoc{}, &vendorDoc{}, &bumpNumberDoc{}, &boardSettingsDoc{}, &reportCodeDoc{}},
		wordings:      {&wordingDoc{}},
		participants:  {&participantDoc{}},
		attributes:    {&attributeDoc{}},
		removals:      {&removalDoc{}},
		choices:       {&choicesDoc{}},
		draws:         {&drawDoc{}},
		waiters:       {&waiterDoc{}},
		imports:       {&importDoc{}},
		importRows:    {&importRowsDoc{}},
		askings:       {&askingDoc{}},
		cohortDocs:    {&cohortDoc{}},
		joinings:      {&joiningDoc{}},
		joinRequests:  {&joinRequestDoc{}},
		memberships:   {&membershipDoc{}},
		consents:      {&consentDoc{}},
		consentCopies: {&copyDoc{}},
		invitations:   {&invitationDoc{}},
		protocols:     {&protocolDoc{}},
		outbox:        {&messageDoc{}},
		secretOutbox:  {&messageDoc{}},
		batches:       {&batchDoc{}},
		contacts:      {&recordDoc{}},
		surveyDocs:    {&surveyDoc{}},
		unfinished:    {&unfinishedDoc{}},
		responses:     {&responseDoc{}, &scoredDoc{}},
		anonymous:     {&responseDoc{}},
		editions:      {&editionDoc{}},
		pollDocs:      {&pollDoc{}},
		rights:        {&rightDoc{}},
		ballots:       {&ballotDoc{}},
		doorDocs:      {&doorDoc{}},
		pollEditions:  {&pollEditionDoc{}, &waitingDoc{}},
		planDocs:      {&planDoc{}},
		charter:       {&entryDoc{}},
		bumpDocs:      {&bumpDoc{}},
		bumpReports:   {&bumpReportDoc{}},
		bumpNotes:     {&bumpNoteDoc{}},
		bumpPictures:  {&bumpPictureDoc{}},
		announcements: {&announcementDoc{}},
		notices:       {&noticeDoc{}},
		webhookDocs:   {&webhookDoc{}},
		rollups:       {&rollupDoc{}},
		pendings:      {&pendingDoc{}},
		audits:        {&auditDoc{}},
		auditBlocks:   {&blockDoc{}},
		auditTrims:    {&trimDoc{}},
		reads:         {&readDoc{}},
		staffDocs:     {&staffDoc{}},
		sessions:      {&sessionDoc{}},
		keys:          {&keyDoc{}},
		setupLinks:    {&setupLinkDoc{}},
		throttles:     {&throttleDoc{}},
		requests:      {&requestDoc{}},
		featureDocs:   {&featureDoc{}},
		rolloutDocs:   {&rolloutDoc{}},
		moveDocs:      {&moveDoc{}},
		helpDocs:      {&helpDoc{}},
		requirements:  {&requirementsDoc{}},
		workflowDocs:  {&workflowDoc{}},
		seenDocs:      {&seenDoc{}},
		revisions:     {&revisionDoc{}},
		events:        {&eventDoc{}},
		eventFiles:    {&eventFileDoc{}},
		parkedEvents:  {&eventDoc{}},
		eventMarks:    {&marksDoc{}},
		activities:    {&activityDoc{}},
		adoptions:     {&adoptionDoc{}},
	}
}

// A document is the store's own: under it lie only structs of this package, each field with the name it has in the
// database. No struct of a domain, whose members are named for the API, gets there.
func TestDocumentsAreTheStores(t *testing.T) {
	for collection, types := range documents() {
		for _, d := range types {
			holdsOwn(t, collection, reflect.TypeOf(d).Elem())
		}
	}
}

func holdsOwn(t *testing.T, at string, of reflect.Type) {
	t.Helper()
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		holdsOwn(t, at, of.Elem())
	case reflect.Map:
		holdsOwn(t, at, of.Key())
		holdsOwn(t, at, of.Elem())
	case reflect.Interface: // words and numbers that a text mentions
		if !strings.HasSuffix(at, ".args") {
			t.Errorf("%s can be anything", at)
		}
	case reflect.Struct:
		if of == reflect.TypeFor[time.Time]() {
			return
		}
		if of.PkgPath() != reflect.TypeFor[Head]().PkgPath() {
			t.Errorf("%s is a %s", at, of)
			return
		}
		for f := range of.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("bson"), ",")
			if f.Tag.Get("bson") == "" || (name == "" && !f.Anonymous) {
				t.Errorf("%s: %s has no name for the database", at, f.Name)
			}
			holdsOwn(t, at+"."+name, f.Type)
		}
	default:
		if of.PkgPath() != "" {
			t.Errorf("%s is a %s", at, of)
		}
	}
}

// The table above has every collection and every document of the package.
func TestEveryDocumentIsListed(t *testing.T) {
	listed := map[string]bool{"Upload": true} // a part of two
	table := documents()
	for _, c := range Collections() {
		if len(table[c.Name]) == 0 {
			t.Errorf("what lies in %s is not listed", c.Name)
		}
		for _, d := range table[c.Name] {
			listed[reflect.TypeOf(d).Elem().Name()] = true
		}
	}
	for _, name := range structsWithHead(t) {
		if !listed[name] {
			t.Errorf("%s is not listed", name)
		}
	}
}

// structsWithHead returns the names of the structs of this package that begin with a Head.
func structsWithHead(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok && slices.ContainsFunc(s.Fields.List, isHead) {
					names = append(names, spec.Name.Name)
				}
			}
			return true
		})
	}
	return names
}

func isHead(f *ast.Field) bool {
	name, ok := f.Type.(*ast.Ident)
	return ok && len(f.Names) == 0 && name.Name == "Head"
}
