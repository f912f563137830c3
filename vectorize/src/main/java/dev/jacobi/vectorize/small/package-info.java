/**
 * Arrays of a few elements, as programs have for states, quaternions and small matrices, become their elements. {@link dev.jacobi.vectorize.small.SmallArrays} is the pass,
 * {@code SmallGroups} finds which arrays it is about, {@code SmallLoops} takes loops over them trip by trip. Before that, {@code KnownSizes}, {@code RangeSorts} and {@code ShortWhiles} give lengths, sorts and loops the form that
 * this needs; {@code ChosenPlaces} knows indices that data choose among constants.
 */
package dev.jacobi.vectorize.small;
