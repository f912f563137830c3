/**
 * Arrays in files that other programs write and read: {@link dev.jacobi.array.file.NpyFile} (one array, NumPy's {@code .npy}), {@link dev.jacobi.array.file.NpzFile} (several by name, {@code .npz}) and
 * {@link dev.jacobi.array.file.SafetensorsFile} ({@code .safetensors}). All of them give and take {@link dev.jacobi.array.file.ArrayData}: a type, a shape, and bytes.
 *
 * <p>What a file says is believed only where the file bears it out: lengths are compared with what is there before memory is asked for, and nothing in a file is ever executed, so that arrays of Python
 * objects are refused. What cannot be read is an {@link dev.jacobi.array.file.ArrayFileException}, whose message says what is wrong with which file. Files are written beside their place and put
 * there when they are whole ({@code WholeFile}): a reader sees the old or the new one, and a full disk leaves the old one.
 *
 * <p>To read in this order: {@code ElementType} (names and sizes of element types in each format), {@code NpyHeader}, {@code NpyInput}, {@code NpyFile}; {@code Json}, {@code SafetensorsHeader},
 * {@code SafetensorsFile}. Nothing here knows of arrays as the rest of Jacobi has them.
 */
package dev.jacobi.array.file;
