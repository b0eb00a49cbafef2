package dev.musubi.event;

public record EmailData(String type, boolean hardBounce) {}
