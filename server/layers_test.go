package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layers, from the leaves up: a package imports only what stands on an earlier line. Areas may use the areas named in
// beside as well.
var layers = [][]string{
	{"ent/uid", "server/fault", "server/viewer", "server/keys", "migrations", "pwa"},
	{"ent/schema", "server/text", "server/page", "server/throttle", "server/live", "server/testkit/pg"},
	{"ent/db", "server/sms"},
	{"server/access"},
	{"server/store"},
	{"server/rollup", "server/ticket"},
	{"server/notice", "server/roster", "server/event", "server/door", "server/org", "server/auth", "server/demo", "server/jobs", "server/device", "server/calendar", "server/testkit"},
	{"graph/bind"},
	{"graph/generated"},
	{"graph"},
	{"server/web"},
	{"server", "server/e2e", "server/testkit/postgres", "migrations/next"},
}

// beside are the areas that an area may use: what tells people stands below what changes rosters, that below what happens at
// doors, and that below what changes events.
var beside = map[string][]string{
	"server/roster": {"server/notice"},
	"server/event":  {"server/roster", "server/notice", "server/door"},
	"server/door":   {"server/roster", "server/notice"},
	"server/device": {"server/door", "server/event"},
	"server/org":    {"server/event", "server/notice"},
	"server/auth":   {"server/org"},
	"server/jobs":   {"server/roster", "server/notice", "server/event", "server/auth"},
}

const module = "linli/"

// source is one hand-written Go file.
type source struct {
	path, folder string
	text         string
	file         *ast.File
	at           *token.FileSet
}

func (s *source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// lines is how many lines a piece of code has.
func (s *source) lines(n ast.Node) int {
	return s.at.Position(n.End()).Line - s.at.Position(n.Pos()).Line + 1
}

// sources reads every hand-written Go file of the checkout.
func sources(t *testing.T) (all []*source) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if path != ".." && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "generated", "data", "bin"}, name) || path == "../ent/db") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s := &source{path: strings.TrimPrefix(path, "../"), text: string(raw), at: token.NewFileSet()}
		s.folder = filepath.Dir(s.path)
		s.file, err = parser.ParseFile(s.at, path, raw, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil && !ast.IsGenerated(s.file) {
			all = append(all, s)
		}
		return err
	})
	if err != nil || len(all) < 50 {
		t.Fatalf("%d files: %v", len(all), err)
	}
	return all
}

// layer is the line on which a package stands; -1: none of ours.
func layer(folder string) int {
	if strings.HasPrefix(folder, "ent/db/") {
		folder = "ent/db"
	}
	return slices.IndexFunc(layers, func(line []string) bool { return slices.Contains(line, folder) })
}

func TestLayersImportOneWay(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || s.folder == "ent" || strings.HasPrefix(s.folder, "bench") {
			continue
		}
		mine := layer(s.folder)
		if mine < 0 {
			t.Errorf("%s: the package stands in no layer", s.path)
			continue
		}
		for _, i := range s.file.Imports {
			name, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module)
			if !ours || slices.Contains(beside[s.folder], name) {
				continue
			}
			if there := layer(name); there < 0 || there >= mine {
				t.Errorf("%s imports %s, which stands beside or above it", s.path, name)
			}
		}
	}
}

// Only tests, and the programs that serve them, know the test kit.
func TestLayersKeepTheTestKitOut(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.folder, "server/testkit") || s.folder == "server/e2e" || s.folder == "migrations/next" {
			continue
		}
		for _, i := range s.file.Imports {
			if strings.HasPrefix(i.Path.Value, `"`+module+"server/testkit") {
				t.Errorf("%s imports %s", s.path, i.Path.Value)
			}
		}
	}
}

const (
	fileBudget      = 300 // lines
	functionBudget  = 60
	resolverBudget  = 8
	parameterBudget = 5
)

func TestBudgetsOfFilesAndFunctions(t *testing.T) {
	for _, s := range sources(t) {
		if n := strings.Count(s.text, "\n"); n > fileBudget {
			t.Errorf("%s has %d lines, at most %d", s.path, n, fileBudget)
		}
		resolvers := strings.HasSuffix(s.path, ".resolvers.go")
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			switch n := s.lines(f); {
			case resolvers && s.lines(f.Body)-2 > resolverBudget: // between its braces
				t.Errorf("%s: the resolver %s has a body of %d lines, at most %d", s.path, f.Name.Name, s.lines(f.Body)-2, resolverBudget)
			case !s.test() && n > functionBudget:
				t.Errorf("%s: %s has %d lines, at most %d", s.path, f.Name.Name, n, functionBudget)
			}
			if n := parameters(f); !resolvers && n > parameterBudget { // a resolver's are the API's arguments
				t.Errorf("%s: %s has %d parameters, at most %d", s.path, f.Name.Name, n, parameterBudget)
			}
		}
	}
}

// parameters counts what a function is given, the context aside.
func parameters(f *ast.FuncDecl) int {
	n := f.Type.Params.NumFields()
	for _, p := range f.Type.Params.List {
		if of, ok := p.Type.(*ast.SelectorExpr); ok && of.Sel.Name == "Context" {
			n--
		}
	}
	return n
}
