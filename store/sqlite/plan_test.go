package sqlite

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"
)

// What is read must cost what it returns and not what exists, so no reading
// statement may walk a table or sort.
func TestNoStatementScansOrSorts(t *testing.T) {
	t.Parallel()
	e := openAt(t, newPath(t))
	for query, args := range map[string][]driver.Value{
		getQuery:                       {"a"},
		dueQuery:                       {"wake", int64(1), int64(1)},
		itemQuery:                      {int64(1)},
		listQuery:                      {"a", "b", int64(1)},
		fmt.Sprintf(manyQuery, `?, ?`): {"a", "b"},
	} {
		err := e.submit(t.Context(), "explain", func(g *group) error {
			return g.rows(func(row []driver.Value) error {
				if plan := row[3].(string); strings.HasPrefix(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") {
					t.Errorf("%s\n%s", query, plan)
				}
				return nil
			}, `EXPLAIN QUERY PLAN `+query, args...)
		})
		if err != nil {
			t.Error(err)
		}
	}
}
