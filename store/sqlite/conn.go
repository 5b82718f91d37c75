package sqlite

import (
	"context"
	"database/sql/driver"
	"io"

	"modernc.org/sqlite"
)

// conn is the writer's connection, held without database/sql: it has one user,
// who never shares it, and a pool's bookkeeping would cost a tenth of a Receive.
type conn struct {
	raw   driver.Conn
	stmts map[string]*stmt
	memory
}

func dial(dsn string) (*conn, error) {
	raw, err := (&sqlite.Driver{}).Open(dsn)
	if err != nil {
		return nil, err
	}
	return &conn{raw: raw, stmts: map[string]*stmt{}}, nil
}

// stmt prepares a statement once and keeps it for as long as the connection.
func (c *conn) stmt(query string) (*stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	raw, err := c.raw.Prepare(query)
	if err != nil {
		return nil, err
	}
	s := &stmt{raw: raw.(rawStmt)}
	c.stmts[query] = s
	return s, nil
}

// exec runs a statement and returns how many rows it changed.
func (c *conn) exec(query string, args ...driver.Value) (int64, error) {
	res, err := c.run(query, args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// insert runs a statement that makes a row and returns the id it was given.
func (c *conn) insert(query string, args ...driver.Value) (int64, error) {
	res, err := c.run(query, args)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func (c *conn) run(query string, args []driver.Value) (driver.Result, error) {
	s, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.raw.ExecContext(context.Background(), s.bind(args))
}

// script runs several statements once. Their number of changes means nothing.
func (c *conn) script(text string) error {
	_, err := c.raw.(driver.ExecerContext).ExecContext(context.Background(), text, nil)
	return err
}

// rows calls each with every row of the answer; the values are its own.
func (c *conn) rows(each func([]driver.Value) error, query string, args ...driver.Value) error {
	s, err := c.stmt(query)
	if err != nil {
		return err
	}
	rows, err := s.raw.QueryContext(context.Background(), s.bind(args))
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row := make([]driver.Value, len(rows.Columns()))
		switch err := rows.Next(row); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

// number returns the one integer that a query answers with, or 0 for no row.
func (c *conn) number(query string, args ...driver.Value) (n int64, err error) {
	err = c.rows(func(row []driver.Value) error {
		n = row[0].(int64)
		return nil
	}, query, args...)
	return n, err
}

func (c *conn) close() {
	for _, s := range c.stmts {
		s.raw.Close()
	}
	c.raw.Close()
}

type rawStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type stmt struct {
	raw  rawStmt
	args []driver.NamedValue // used again by each call
}

func (s *stmt) bind(args []driver.Value) []driver.NamedValue {
	s.args = s.args[:0]
	for i, v := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return s.args
}
