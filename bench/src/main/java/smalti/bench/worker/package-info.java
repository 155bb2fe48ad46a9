/// The JVM that does the measuring: one a contestant and number of threads, told by lines what to measure next.
@NullMarked
package smalti.bench.worker;

import org.jspecify.annotations.NullMarked;
