/// The CUDA driver through the Foreign Function and Memory API. The only module with restricted calls.
module smalti.cuda {
  requires static org.jspecify;
  requires smalti.engine;
}
