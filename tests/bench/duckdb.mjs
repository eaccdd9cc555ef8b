// Computes the groups of an export with DuckDB, for peers.py.
//
// usage: node duckdb.mjs PACKAGES THREADS version
//        node duckdb.mjs PACKAGES THREADS groups FILE OUTPUT     the groups as CSV
//        node duckdb.mjs PACKAGES THREADS count FILE             their number to standard output
//
// PACKAGES is the folder in which @duckdb/node-api is installed. DuckDB gets every help that keeps the
// answer the same: all columns with their types, and no required order.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [packages, threads, what, file, output] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(packages, "package.json"))("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", {
  threads, preserve_insertion_order: "false" });
const connection = await instance.connect();
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

const groups = () => `
  SELECT "user", address, make_timestamp(bin * 900000000) AS "from",
         make_timestamp(bin * 900000000 + 900000000) AS "to", failures, successes, first, last
  FROM (SELECT lower(Username) AS "user", "IP Address" AS address,
               epoch_us(Timestamp) // 900000000 AS bin,
               count(*) FILTER (Result = 'Failure') AS failures,
               count(*) FILTER (Result = 'Success') AS successes,
               min(Timestamp) FILTER (Result = 'Failure') AS first,
               max(Timestamp) FILTER (Result = 'Failure') AS last
        FROM read_csv(${quoted(file)}, header = true, auto_detect = false, delim = ',',
                      quote = '"', escape = '"',
                      columns = { 'Timestamp': 'TIMESTAMP', 'Username': 'VARCHAR',
                                  'IP Address': 'VARCHAR', 'Event': 'VARCHAR',
                                  'Result': 'VARCHAR', 'Client': 'VARCHAR',
                                  'Details': 'VARCHAR' })
        WHERE Event = 'Login'
        GROUP BY "user", address, bin
        HAVING failures > 0)`;

if (what === "version") {
  console.log((await connection.runAndReadAll("SELECT version()")).getRows()[0][0]);
} else if (what === "groups") {
  await connection.run(`COPY (${groups()}) TO ${quoted(output)} (FORMAT csv, HEADER)`);
} else {
  const result = await connection.runAndReadAll(`SELECT count(*) FROM (${groups()})`);
  console.log(String(result.getRows()[0][0]));
}
connection.closeSync();
