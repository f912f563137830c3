/**
 * Arrays as text, as NumPy 2 and JAX print them: {@link dev.jacobi.array.text.ArrayText} is the way in. It asks an {@link dev.jacobi.array.text.ArrayElements} for what it shows, at most a few
 * hundred elements of a large array, and {@link dev.jacobi.array.text.TextOptions} for how.
 *
 * <p>To read in this order: {@code ArrayText} decides which elements are shown and puts brackets, separators and lines around their texts; {@code ElementFormat} looks at all elements that are shown
 * and finds the one width and form for them; {@code FloatFormat} does so for floating-point numbers; {@code FloatDigits} has the digits of one number, the fewest that no other number of the type has.
 * Nothing here knows of memory, devices or the IR.
 */
package dev.jacobi.array.text;
