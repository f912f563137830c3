/**
 * Compiled programs in files. {@link dev.jacobi.backend.saved.SavedProgram} is what a file holds: the structures of arguments and results, and code, {@link dev.jacobi.backend.saved.CpuCode} or
 * {@link dev.jacobi.backend.saved.PluginCode}. {@link dev.jacobi.backend.saved.SavedFile} writes and reads it, with a check of every byte; {@link dev.jacobi.backend.saved.RecordCodec} has the form of the data.
 * {@link dev.jacobi.backend.saved.LoadedProgram} calls code of a plugin.
 */
package dev.jacobi.backend.saved;
