package dev.jacobi;

/** 5 arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one. */
public record Args5<A, B, C, D, E>(A a, B b, C c, D d, E e) {
}
