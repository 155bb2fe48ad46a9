/// The program: pictures, files, command line, reports.
module smalti {
  requires static org.jspecify;
  requires smalti.engine;
}
