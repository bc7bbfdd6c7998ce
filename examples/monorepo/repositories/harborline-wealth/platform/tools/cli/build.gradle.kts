plugins {
    kotlin("jvm")
    application
    id("com.harborline.api-contracts")
}

apply(from = "$rootDir/gradle/platform-apis.gradle")

application {
    mainClass.set("com.harborline.platform.cli.MainKt")
}
