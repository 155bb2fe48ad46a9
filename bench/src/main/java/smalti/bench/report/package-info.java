/// What people and programs read of a session.
@NullMarked
package smalti.bench.report;

import org.jspecify.annotations.NullMarked;
