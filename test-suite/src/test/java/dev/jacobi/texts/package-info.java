/** Programs as the texts of back ends whose devices are not there, and what other compilers make of these texts. */
package dev.jacobi.texts;
